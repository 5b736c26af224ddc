using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// Codes that explain the beginning of a sketch: draws from p(z | rows) ∝ p(z)·p(rows | z), with the latent mixture as p(z) and the
/// decoder's density as p(rows | z). Many codes of the mixture are weighed by how likely they make the rows, some are kept in proportion,
/// and each is then moved by Metropolis steps that leave its component's Gaussian as it is (preconditioned Crank–Nicolson; Cotter et al.
/// 2013, eq. 4.9).
/// </summary>
/// <param name="loaded">The model; not changed.</param>
/// <param name="seed">Seed of all draws.</param>
internal sealed class LikelyCodes(LoadedModel loaded, long seed)
{
    private const int Candidates = 512;
    private const int EvidenceBatch = 128;
    private readonly SequenceDecoder _decoder = loaded.Model.Decoder;

    /// <summary>a of the proposal μ + a(z − μ) + √(1 − a²)·σ·ε, 0 to below 1: the larger, the smaller the move.</summary>
    internal double Inertia { get; init; } = 0.9;

    /// <summary>Metropolis steps for each code.</summary>
    internal int Moves { get; init; } = 8;

    /// <summary>Draws codes.</summary>
    /// <param name="beginning">The given rows, in data units.</param>
    /// <param name="count">N.</param>
    /// <param name="cancellationToken">Stops between moves.</param>
    /// <returns>[N, Z].</returns>
    public Tensor Draw(Sketch beginning, int count, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor candidates, int[] components) = CodeSource.FromMixture(
            loaded.Model, Candidates, null, loaded.Config.ComponentThreshold, temperature: 1, seed);
        double[] evidence = Evidence(candidates, beginning, 0, cancellationToken);
        CounterRandom random = new(RandomPurpose.LikelyCodes, seed);
        int[] kept = Resample(evidence, count, ref random);
        int size = loaded.Model.Shape.CodeSize;
        float[] all = candidates.Floats(), codes = [.. kept.SelectMany(i => all.AsSpan(i * size, size).ToArray())];
        double[] worth = [.. kept.Select(i => evidence[i])];
        Gaussians gaussians = Gaussians.Of(loaded, [.. kept.Select(i => components[i])]);
        for (int move = 0; move < Moves; move++)
        {
            float[] proposed = gaussians.Move(codes, Inertia, ref random);
            double[] then = Evidence(ToTensor(proposed, count), beginning, 0, cancellationToken);
            for (int i = 0; i < count; i++)
            {
                if (Math.Log(1 - random.NextDouble()) >= then[i] - worth[i])
                    continue;
                worth[i] = then[i];
                proposed.AsSpan(i * size, size).CopyTo(codes.AsSpan(i * size));
            }
        }

        return ToTensor(codes, count).MoveToOuterDisposeScope();
    }

    /// <summary>How likely codes make the rows of a sketch, each given those before it.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="sketch">T rows in data units.</param>
    /// <param name="first">The first row that counts, 0 to T − 1.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>log p of the rows, in nats per sketch [N].</returns>
    public double[] Evidence(Tensor codes, Sketch sketch, int first = 0, CancellationToken cancellationToken = default)
    {
        int steps = sketch.Length;
        float[] rows = new float[Stroke5.SizeOf(steps)];
        Stroke5.Write(sketch.Points, steps, rows);
        _decoder.StartRow.Span[..Stroke5.Columns].CopyTo(rows);
        for (int i = 0; i < rows.Length; i += Stroke5.Columns)
        {
            rows[i] /= loaded.Facts.StrokeScale;
            rows[i + 1] /= loaded.Facts.StrokeScale;
        }

        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor strokes = tensor(rows, [steps + 1, 1, Stroke5.Columns]).to(codes.dtype).to(codes.device);
        List<double> evidence = [];
        for (long done = 0; done < codes.shape[0]; done += EvidenceBatch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable inner = NewDisposeScope();
            Tensor part = codes.narrow(0, done, Math.Min(EvidenceBatch, codes.shape[0] - done)).contiguous();
            long n = part.shape[0];
            Tensor all = strokes.expand(-1, n, -1).contiguous(), target = all.narrow(0, 1, steps).reshape(steps * n, Stroke5.Columns);
            MixtureDensity density = _decoder.Decode(all.narrow(0, 0, steps), part).Density;
            Tensor logs = density.LogProbability(target.select(1, 0), target.select(1, 1), loaded.Config.SmallestSigma())
                .Plus((target.narrow(1, 2, 3) * density.LogPen).sum([1L]));
            evidence.AddRange(logs.view(steps, n).narrow(0, first, steps - first).sum([0L]).Floats().Select(value => (double)value));
        }

        return [.. evidence];
    }

    private Tensor ToTensor(float[] codes, int count) =>
        tensor(codes, [count, codes.Length / count]).to(loaded.Model.Type).to(loaded.Model.Device);

    /// <summary>Positions drawn in proportion to e^evidence, evenly spread (systematic resampling).</summary>
    private static int[] Resample(double[] evidence, int count, ref CounterRandom random)
    {
        double most = evidence.Max(), sum = evidence.Sum(value => Math.Exp(value - most)), at = random.NextDouble() / count, passed = 0;
        int[] kept = new int[count];
        for (int i = 0, k = 0; i < evidence.Length && k < count; i++)
        {
            passed += Math.Exp(evidence[i] - most) / sum;
            for (; k < count && at < passed; k++, at += 1.0 / count)
                kept[k] = i;
            if (i == evidence.Length - 1)
                kept.AsSpan(k).Fill(Array.IndexOf(evidence, most)); // what rounding left over
        }

        return kept;
    }

    /// <summary>The Gaussian of the component that each of N codes is from: μ and σ [N·Z].</summary>
    private sealed record Gaussians(float[] Mean, float[] Deviation)
    {
        public static Gaussians Of(LoadedModel loaded, int[] components)
        {
            int size = loaded.Model.Shape.CodeSize;
            float[] means = loaded.Model.Mixture.Mean.Floats(), variances = loaded.Model.Mixture.Variance.Floats();
            return new(
                [.. components.SelectMany(k => means.AsSpan(k * size, size).ToArray())],
                [.. components.SelectMany(k => variances.AsSpan(k * size, size).ToArray()).Select(MathF.Sqrt)]);
        }

        /// <summary>μ + a(z − μ) + √(1 − a²)·σ·ε.</summary>
        public float[] Move(float[] codes, double inertia, ref CounterRandom random)
        {
            float[] moved = new float[codes.Length];
            double fresh = Math.Sqrt(1 - (inertia * inertia));
            for (int i = 0; i < codes.Length; i++)
                moved[i] = (float)(Mean[i] + (inertia * (codes[i] - Mean[i])) + (fresh * Deviation[i] * random.NextNormal()));
            return moved;
        }
    }
}
