using System.Diagnostics;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Onnx;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Lab.Onnx;

/// <summary>An export beside the model itself.</summary>
/// <param name="Weights">What the weights are stored in.</param>
/// <param name="Bytes">The size of all graphs.</param>
/// <param name="EqualShare">The share of sketches that are those of our readable sampler, row by row.</param>
/// <param name="PerSecond">Sketches per second of onnxruntime's loop.</param>
internal sealed record OnnxOutcome(WeightPrecision Weights, long Bytes, double EqualShare, double PerSecond);

/// <summary>Exports a model in every precision and draws the same sketches with onnxruntime and with our sampler, in turns.</summary>
internal sealed class OnnxTrial : IDisposable
{
    private const int Rounds = 5;

    // Of a unit of the model: roundings add up over the rows of a sketch.
    private const double Tolerance = 1e-3;

    private readonly LoadedModel _loaded;
    private readonly SamplingOptions _options;
    private readonly Tensor _codes;
    private readonly OnnxArray _sameCodes;
    private readonly int _threads;

    /// <param name="loaded">The model; the caller keeps ownership.</param>
    /// <param name="count">How many sketches are drawn together.</param>
    /// <param name="threads">Threads of either; 0 for one per core.</param>
    public OnnxTrial(LoadedModel loaded, int count, int threads)
    {
        (_loaded, _threads) = (loaded, threads);
        _options = SamplingOptions.For(loaded) with { MinimumSigma = loaded.Config.SmallestSigma(), BatchSize = count };
        _codes = CodeSource.FromMixture(loaded.Model, count, null, loaded.Config.ComponentThreshold, temperature: 1, _options.Seed).Codes;
        _sameCodes = new OnnxArray(_codes.shape, _codes.Floats());
    }

    /// <summary>Runs the trial.</summary>
    /// <param name="folder">New folder for the exports.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Each precision; and our sketches per second, with the kernels that the model would use.</returns>
    public (OnnxOutcome[] Exports, double Ours) Run(string folder, CancellationToken cancellationToken)
    {
        KernelPath usual = _loaded.Model.Kernels;
        _loaded.Model.Kernels = KernelPath.Readable;
        Sketch[] expected = Ours();
        _loaded.Model.Kernels = usual;
        List<(OnnxManifest Manifest, OnnxRun Run, Sketch[] Drawn)> exports = [];
        foreach (WeightPrecision precision in Enum.GetValues<WeightPrecision>())
        {
            string place = Directory.CreateDirectory(Path.Combine(folder, precision.ToString().ToLowerInvariant())).FullName;
            OnnxManifest manifest = OnnxExport.Write(place, _loaded, "trial", precision);
            OnnxRun run = new(Path.Combine(place, "decoder_loop.onnx"), fuses: false, _threads);
            exports.Add((manifest, run, Theirs(run)));
        }

        Func<Sketch[]>[] contestants = [Ours, .. exports.Select(export => (Func<Sketch[]>)(() => Theirs(export.Run)))];
        double[][] seconds = [.. contestants.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                contestants[i]();
                seconds[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        double[] perSecond = [.. seconds.Select(all => expected.Length / all.Order().ElementAt(Rounds / 2))];
        OnnxOutcome[] outcomes =
        [
            .. exports.Select((export, i) => new OnnxOutcome(
                export.Manifest.Weights, export.Manifest.Graphs.Sum(graph => graph.Bytes),
                expected.Zip(export.Drawn).Count(pair => IsEqual(pair.First, pair.Second)) / (double)expected.Length, perSecond[i + 1])),
        ];
        foreach (var export in exports)
            export.Run.Dispose();
        return (outcomes, perSecond[0]);
    }

    /// <inheritdoc/>
    public void Dispose() => _codes.Dispose();

    private Sketch[] Ours() => new SketchSampler(_loaded.Model, _loaded.Facts.StrokeScale, _options).Draw(_codes);

    private Sketch[] Theirs(OnnxRun run)
    {
        (OnnxArray strokes, OnnxArray lengths) = OnnxLoop.Run(run, _sameCodes, _options);
        return OnnxLoop.Sketches(strokes, lengths);
    }

    private bool IsEqual(Sketch a, Sketch b) => a.Length == b.Length && a.Points.ToArray().Zip(b.Points.ToArray()).All(pair =>
        pair.First.PenUp == pair.Second.PenUp && IsNear(pair.First.Dx, pair.Second.Dx) && IsNear(pair.First.Dy, pair.Second.Dy));

    private bool IsNear(float a, float b) => Math.Abs(a - b) <= Tolerance * Math.Max(_loaded.Facts.StrokeScale, Math.Abs(a));
}
