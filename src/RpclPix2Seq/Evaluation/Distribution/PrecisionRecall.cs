using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Distribution;

/// <summary>
/// Precision and recall of generated sketches by nearest neighbors (Kynkäänniemi et al., 2019): a set's region is the union of balls around
/// its members, each as large as the distance to its k-th nearest other member. A generated sketch is precise if it is within the region of
/// the real ones; a real sketch is recalled if it is within that of the generated ones.
/// </summary>
internal static class PrecisionRecall
{
    // Number of pairs whose distances are computed at a time.
    private const int BlockSize = 1 << 22;

    // Squared distances are differences of larger numbers; a point that is outside a ball by no more than their rounding counts as inside.
    private const double Rounding = 1e-12;

    /// <summary>Whether each feature is in the region of others.</summary>
    /// <param name="features">[N, F].</param>
    /// <param name="region">[M, F], M &gt; k.</param>
    /// <param name="size">F.</param>
    /// <param name="neighbors">k ≥ 1.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>[N].</returns>
    /// <exception cref="ArgumentException">There are too few features, or one is incomplete or not finite.</exception>
    public static bool[] Within(float[] features, float[] region, int size, int neighbors, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        int count = CodeArrays.Count(features, size), members = CodeArrays.Count(region, size);
        if (members <= neighbors)
            throw new ArgumentException($"{members} members are too few for {neighbors} neighbors each", nameof(region));
        using IDisposable scope = NewDisposeScope();
        Tensor inside = tensor(region, [members, size]).to(float64), mean = inside.mean([0L]);
        inside = inside - mean;
        Tensor asked = tensor(features, [count, size]).to(float64) - mean, norms = inside.Squared().sum([1L]),
            transposed = inside.t().contiguous();
        List<Tensor> radii = [];
        foreach ((int start, int length) in Blocks(members, members))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable inner = NewDisposeScope();
            Tensor distances = Distances(inside.narrow(0, start, length), transposed, norms);
            distances.diagonal(start).Filled(double.PositiveInfinity);
            radii.Add(
                distances.topk(neighbors, 1, largest: false, sorted: true).values.select(1, neighbors - 1).clone()
                    .MoveToOuterDisposeScope());
        }

        Tensor reach = cat(radii, 0).Plus(norms.max().Times(Rounding));
        bool[] within = new bool[count];
        foreach ((int start, int length) in Blocks(count, members))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable inner = NewDisposeScope();
            Tensor distances = Distances(asked.narrow(0, start, length), transposed, norms);
            float[] found = distances.le(reach).any(1).Floats();
            for (int i = 0; i < length; i++)
                within[start + i] = found[i] > 0;
        }

        return within;
    }

    /// <summary>Squared distances [n, M].</summary>
    private static Tensor Distances(Tensor rows, Tensor transposed, Tensor norms) =>
        mm(rows, transposed).TimesInPlace(-2).PlusInPlace(norms).PlusInPlace(rows.Squared().sum([1L], keepdim: true));

    private static IEnumerable<(int Start, int Length)> Blocks(int rows, int columns)
    {
        int height = Math.Clamp(BlockSize / columns, 1, rows);
        for (int start = 0; start < rows; start += height)
            yield return (start, Math.Min(height, rows - start));
    }
}
