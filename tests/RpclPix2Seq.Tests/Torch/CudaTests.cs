using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Tests.Training;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Native;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using RpclPix2Seq.Verification;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

/// <summary>
/// The same on a GPU as on the processor, but for rounding, and the same again bit for bit; <c>runs/gpu.sh</c> runs them.
/// </summary>
public sealed class CudaTests : IDisposable
{
    private const ComputeDevice Gpu = ComputeDevice.Cuda;
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<DecoderModel, LatentMethod> CellsAndMethods => new(
        from cell in Tiny.Cells
        from method in Enum.GetValues<LatentMethod>()
        select (cell, method));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Settings_for_repeatable_numbers_need_no_gpu()
    {
        CudaSettings.Apply();
        Assert.False(backends.cudnn.allow_tf32);
        Assert.False(backends.cuda.matmul.allow_tf32);
    }

    [Fact]
    public void Kernels_for_processors_are_refused_before_a_gpu_is_looked_for()
    {
        ModelConfig config = Tiny.Config() with { Device = Gpu, Kernels = KernelPath.Fused };
        InputException e = Assert.Throws<InputException>(() => Train("run", config, resumes: false));
        Assert.StartsWith("kernels: expected automatic or readable, because device is cuda", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_numbers_are_those_of_the_processor()
    {
        RequireGpu();
        Device device = TorchRuntime.DeviceFor(Gpu);
        using DisposeScope scope = NewDisposeScope();
        using TensorNoise here = Tiny.Noise(1), there = Tiny.Noise(1);
        Assert.Equal(Tiny.Values(here.Normal(float32, CPU, 50)), Tiny.Values(there.Normal(float32, device, 50)));
        Assert.Equal(Tiny.Values(here.Mask(0.7, float32, CPU, 5000)), Tiny.Values(there.Mask(0.7, float32, device, 5000)));
    }

    [Theory]
    [MemberData(nameof(CellsAndMethods))]
    public void A_step_is_that_of_the_processor(DecoderModel cell, LatentMethod method)
    {
        RequireGpu();
        ModelConfig config = Tiny.Config(cell) with
        {
            LatentMethod = method,
            NumUpper = 2,
            UseRecurrentDropout = true,
            Kernels = KernelPath.Readable,
        };

        // Where the processor's gradient is exactly 0, the GPU's may be a rounding of other gradients.
        Tiny.AssertLearnedAlike(Step(config), Step(config with { Device = Gpu }), 1e-3, floor: 1e-6);
    }

    // 4 steps end in the middle of an epoch, after the mixture was started and judged; the larger model's convolutions have more algorithms
    // to choose from.
    [Theory]
    [MemberData(nameof(CellsAndMethods))]
    public void A_resumed_run_equals_an_uninterrupted_one_bit_for_bit(DecoderModel cell, LatentMethod method)
    {
        RequireGpu();
        ModelConfig config = Tiny.Config(cell) with
        {
            Device = Gpu,
            LatentMethod = method,
            NumUpper = 2,
            RpclStart = 1,
            RpclPeriod = 1,
            PngWidth = 48,
            DecRnnSize = 64,
        };
        Dictionary<string, double[]> whole = Train("whole", config, resumes: false);
        _ = Train("parts", config with { NumSteps = 4 }, resumes: false);
        Tiny.AssertSame(whole, Train("parts", config, resumes: true));
    }

    [Fact]
    public void A_checkpoint_draws_and_encodes_alike_on_both()
    {
        RequireGpu();
        ModelConfig config = Tiny.Config(DecoderModel.Hyper) with { Device = Gpu, RpclStart = 1 };
        _ = Train("run", config, resumes: false);
        string folder = RunFolder.At(_temporary.File("run")).Last;
        using LoadedModel here = ModelFolder.Load(folder), there = ModelFolder.Load(folder, TorchRuntime.DeviceFor(Gpu));
        (here.Model.Kernels, here.Model.Precision) = (KernelPath.Readable, ProductPrecision.Float32);
        foreach ((NamedTensor one, NamedTensor other) in here.Model.State().Zip(there.Model.State()))
            Assert.Equal(Tiny.Values(one.Tensor), Tiny.Values(other.Tensor));

        SamplingOptions greedy = new() { MaxLength = 12, Temperature = 0, BatchSize = 4 };
        GeneratedSketch[] drawn = new SketchGenerator(here, greedy).FromMixture(9),
            again = new SketchGenerator(there, greedy).FromMixture(9);
        Assert.Equal((9, 9), (drawn.Length, again.Length));
        foreach ((GeneratedSketch one, GeneratedSketch other) in drawn.Zip(again))
        {
            Assert.Equal(one.Component, other.Component);
            Tiny.AssertClose(Numbers(one.Sketch), Numbers(other.Sketch), 1e-3);
        }

        EncoderInput[] inputs = [.. Sketches().Select(sketch => EncoderInput.Of(sketch.Sketch))];
        SketchCodes codes = SketchCodes.Of(here, inputs), others = SketchCodes.Of(there, inputs);
        Tiny.AssertClose([.. codes.Mean.Select(value => (double)value)], [.. others.Mean.Select(value => (double)value)], 1e-3);
        Assert.Equal(codes.Component, others.Component);
    }

    [Fact]
    public void A_model_is_measured_on_it()
    {
        RequireGpu();
        Device device = TorchRuntime.DeviceFor(Gpu);
        using Generator generator = new(1, CPU);
        using LoadedModel loaded = new(
            new Pix2SeqModel(Tiny.Shape(), generator, reference: false, ScalarType.Float32, device), Tiny.Config(), Tiny.Facts);
        using SketchClassifier classifier = new(ClassifierShape.SketchANetSmall, ["bus"], generator, device);
        EvaluationOptions options = new()
        {
            Healing = [0.3],
            Unconditional = true,
            Sampling = new SamplingOptions { MaxLength = 12, Temperature = 1, BatchSize = 4, BestOf = 2 },
        };
        EvaluationSource source = new("model", "data", "test", "classifier");
        EvaluationReport report = new ModelEvaluator(loaded, classifier, options, source).Evaluate(Sketches(), ["bus"]).Report;
        Assert.All(EvaluationFigure.Of(report), figure => Assert.True(double.IsFinite(figure.Value), figure.Key));
    }

    [Fact]
    public void The_original_is_reproduced()
    {
        RequireGpu();
        string folder = SharedFolder.Require("parity");
        Assert.All(
            ParityCase.RunAll(folder, new ParityTolerances(), doublePrecision: true, TorchRuntime.DeviceFor(Gpu)),
            row => Assert.True(row.Passes, $"{row.Case} {row.Tensor}: {row.RelativeDifference}"));
    }

    private static void RequireGpu() => Assert.SkipUnless(cuda.is_available(), "libtorch finds no GPU here");

    private static Dictionary<string, double[]> Step(ModelConfig config)
    {
        using TrainingSession session = TrainingSession.Create(config);
        using SketchBatch batch = new BatchMaker(config, Tiny.Data().Train, 40, 12).Make([0, 1, 2, 3], augment: false)
            .ToTensors(float32, session.Model.Device);
        session.Step(batch, 0);
        return Tiny.Everything(session);
    }

    private Dictionary<string, double[]> Train(string name, ModelConfig config, bool resumes)
    {
        using Trainer trainer = resumes
            ? Trainer.Resume(config, Tiny.Data(), RunFolder.At(_temporary.File(name)))
            : Trainer.Start(config, Tiny.Data(), RunFolder.Create(_temporary.File(name)));
        Assert.Equal(resumes ? 4 : 0, trainer.Steps);
        Recorder recorder = new();
        Assert.Equal(config.NumSteps, trainer.Fit(recorder, CancellationToken.None).Progress.Step);
        Assert.Empty(recorder.Refused);
        return Tiny.Everything(trainer.Session);
    }

    private static LabeledSketch[] Sketches()
    {
        SketchDataset data = Tiny.Data();
        return [.. Enumerable.Range(0, data.Train.Count).Select(i => data.Train[i])];
    }

    private static double[] Numbers(Sketch sketch) =>
        [.. sketch.Points.ToArray().SelectMany(point => (double[])[point.Dx, point.Dy, point.PenUp ? 1 : 0])];
}
