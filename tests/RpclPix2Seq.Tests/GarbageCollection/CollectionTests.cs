using System.Diagnostics;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.GarbageCollection;

/// <summary>
/// Garbage collections started by other threads change no number. Each case computes until there were some, and for
/// RPCL_STRESS_MINUTES where that is set (runs/stress.sh).
/// </summary>
public sealed class CollectionTests
{
    private const int Collections = 3, Sketches = 12;
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("RPCL_STRESS_MINUTES"), out double minutes)
        ? minutes
        : 0;

    public static TheoryData<DecoderModel, KernelPath> CellsAndPaths => new(
        from cell in Tiny.Cells
        from path in (KernelPath[])[KernelPath.Readable, KernelPath.Automatic]
        select (cell, path));

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Training(DecoderModel cell, KernelPath path)
    {
        ModelConfig config = Tiny.Config(cell) with { DecRnnSize = 16, HyperNumUnits = 16, Kernels = path };
        Repeat(() =>
        {
            using TrainingSession session = TrainingSession.Create(config);
            for (int t = 0; t < 3; t++)
            {
                using IDisposable scope = NewDisposeScope();
                session.Step(Batch(config), t);
            }

            return [.. Tiny.Everything(session).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value)];
        });
    }

    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void Sampling(DecoderModel cell, KernelPath path)
    {
        using Pix2SeqModel model = Model(cell, path);
        using Tensor codes = randn([Sketches, model.Shape.CodeSize], float32);
        Repeat(() =>
        {
            Sketch[] drawn = new SketchSampler(model, 10, new SamplingOptions { MaxLength = 20, Temperature = 1 }).Draw(codes);
            return [.. drawn.SelectMany(sketch => sketch.Points.ToArray()).SelectMany(p => (double[])[p.Dx, p.Dy, p.PenUp ? 1 : 0])];
        });
    }

    [Theory]
    [InlineData(KernelPath.Readable)]
    [InlineData(KernelPath.Automatic)]
    public void Encoding(KernelPath path)
    {
        using Pix2SeqModel model = Model(DecoderModel.Lstm, path);
        using Tensor images = rand([Sketches, Tiny.Side, Tiny.Side], float32);
        Repeat(() =>
        {
            using IDisposable scope = NewDisposeScope();
            (Tensor mean, Tensor variance) = CodeSource.EncodeGaussians(model, images);
            return [.. Tiny.Values(mean), .. Tiny.Values(variance), .. Tiny.Values(CodeSource.Posterior(model, mean))];
        });
    }

    // No scope holds a tensor here: only its users do.
    [Theory]
    [MemberData(nameof(CellsAndPaths))]
    public void A_pass_without_a_dispose_scope(DecoderModel cell, KernelPath path)
    {
        ModelConfig config = Tiny.Config(cell) with { DecRnnSize = 16, HyperNumUnits = 16 };
        using Pix2SeqModel model = Model(cell, path);
        Objective objective = Objective.From(config);
        using SketchBatch batch = Batch(config);
        Repeat(() =>
        {
            using TensorNoise noise = Tiny.Noise(5);
            DecoderDropout dropout = new(noise) { RecurrentKeep = 0.8 };
            ForwardPass pass = objective.Run(model, batch, noise: null, step: 0, training: true, dropout);
            pass.Total.backward();
            (MixtureDensity density, Tensor final) = model.Decoder.Decode(batch.Strokes, pass.Codes.detach(), dropout);
            double[] gradients =
            [
                .. model.Parameters.All.Select(p => p.Tensor.grad).Where(grad => grad is not null).SelectMany(grad => Tiny.Values(grad!)),
            ];
            model.Parameters.ClearGradients();
            return [.. Tiny.Values(pass.Total), .. gradients, .. Tiny.Values(density.Raw), .. Tiny.Values(final)];
        });
    }

    [Fact]
    public void Classifying()
    {
        LabeledSketch[] sketches = [.. Enumerable.Range(0, Sketches).Select(i =>
            new LabeledSketch(ProceduralSketches.Draw(i % 2 == 0 ? "bee" : "bus", 1, i).Sketch, i % 2, i / 2))];
        SketchDataset data = new(["bee", "bus"], new MemorySplit(sketches), new MemorySplit(sketches[..4]), new MemorySplit());
        Repeat(() =>
        {
            using TrainedClassifier trained = ClassifierTrainer.Train(data, new ClassifierTraining { Epochs = 2, BatchSize = 4 });
            using IDisposable scope = NewDisposeScope();
            return
            [
                .. trained.Curve.Select(epoch => epoch.ValidLoss),
                .. trained.Classifier.Parameters.All.SelectMany(parameter => Tiny.Values(parameter.Tensor)),
            ];
        });
    }

    /// <summary>Computes the same thing again and again, the first time undisturbed.</summary>
    private static void Repeat(Func<double[]> compute)
    {
        double[] expected = compute();
        Stopwatch clock = Stopwatch.StartNew();
        int before = GC.CollectionCount(2);
        using GarbageStorm storm = new();
        for (int round = 0; round < 1 || GC.CollectionCount(2) < before + Collections || clock.Elapsed.TotalMinutes < Minutes; round++)
            Assert.True(expected.AsSpan().SequenceEqual(compute()), $"round {round}, after {clock.Elapsed.TotalSeconds:F0} s, differs");
    }

    private static Pix2SeqModel Model(DecoderModel cell, KernelPath path)
    {
        using Generator generator = new(1, CPU);
        Pix2SeqModel model = new(Tiny.Shape(cell) with { DecoderSize = 16, HyperSize = 16 }, generator, reference: false, float32);
        Tiny.Randomize(model.Parameters, generator);
        model.Kernels = path;
        return model;
    }

    private static SketchBatch Batch(ModelConfig config) =>
        new BatchMaker(config, Tiny.Data().Train, 40, 12).Make([0, 1], augment: false).ToTensors(float32, CPU);
}
