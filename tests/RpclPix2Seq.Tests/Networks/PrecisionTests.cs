using RpclPix2Seq.Sampling;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks;

/// <summary>Matrix products in bfloat16: close to those of single precision, and nothing else in the model is bfloat16.</summary>
[LeakCheck]
public sealed class PrecisionTests
{
    // A bfloat16 number has 8 significant bits, so a factor is off by up to 0.4 %; some ten layers of matrix products and eight steps add
    // up to a few times that.
    private const double Near = 0.05;

    // Gradients pass through normalizations over 2 × 2 pixels, which divide by the small difference of the four: the rounding of a factor
    // is amplified there.
    private const double NearGradient = 0.7;

    // The decoder's size: what the fused kernels support, and what goes step by step.
    private const int Supported = 32, Unsupported = 8;

    public static MatrixTheoryData<DecoderModel, int> CellsAndSizes => new(Tiny.Cells, [Supported, Unsupported]);

    [Theory]
    [MemberData(nameof(CellsAndSizes))]
    public void Losses_and_gradients_are_near_and_the_gradients_are_in_single_precision(DecoderModel cell, int size)
    {
        using var scope = NewDisposeScope();
        ModelConfig config = Sized(cell, size) with { Precision = ProductPrecision.Float32 };
        (double expected, Tensor[] gradients) = Run(config);
        (double actual, Tensor[] rounded) = Run(config with { Precision = ProductPrecision.BFloat16 });
        Assert.NotEqual(expected, actual);
        Assert.InRange(actual, expected * (1 - Near), expected * (1 + Near));
        Assert.All(rounded, gradient => Assert.Equal(float32, gradient.dtype));
        Tensor all = cat([.. gradients.Select(g => g.flatten())]).to(float64);
        Tensor others = cat([.. rounded.Select(g => g.flatten())]).to(float64);
        double cosine = (all.dot(others) / (all.norm() * others.norm())).item<double>();
        Assert.InRange(cosine, NearGradient, 1 + 1e-9);
    }

    [Fact]
    public void A_handful_of_sketches_can_be_learned_by_heart()
    {
        ModelConfig config = Tiny.Config() with
        {
            DecRnnSize = Supported,
            ZSize = 8,
            LearningRate = 0.01,
            UseRecurrentDropout = false,
            NumDecoderMixture = 4,
            Precision = ProductPrecision.BFloat16,
        };
        using TrainingSession session = TrainingSession.Create(config);
        using SketchBatch batch = Batch(config);
        double first = double.NaN, last = double.NaN;
        for (int step = 0; step < 150; step++)
        {
            session.Step(batch, step, inspect: pass => last = pass.SequenceLoss.item<float>());
            if (step == 0)
                first = last;
        }

        Assert.True(last < first / 3, $"L_seq fell from {first} to {last} only");
        Assert.All(session.Model.State(), tensor => Assert.Equal(float32, tensor.Tensor.dtype));
    }

    [Theory]
    [MemberData(nameof(CellsAndSizes))]
    public void Sketches_are_drawn(DecoderModel cell, int size)
    {
        using var scope = NewDisposeScope();
        using TrainingSession session = TrainingSession.Create(Sized(cell, size) with { Precision = ProductPrecision.BFloat16 });
        SketchSampler sampler = new(session.Model, 1, new SamplingOptions { Temperature = 0.24, MaxLength = 5 });
        Tensor codes = Tiny.Normal(1, 3, 3).to(float32);
        Assert.All(sampler.Draw(codes), sketch => Assert.InRange(sketch.Length, 1, 5));
        session.Model.Kernels = KernelPath.Fused;
        if (size == Supported && RoundedProduct.IsAvailable)
            Assert.All(sampler.Draw(codes), sketch => Assert.InRange(sketch.Length, 1, 5));
        else
            Assert.Throws<InputException>(() => sampler.Draw(codes));
    }

    [Theory]
    [MemberData(nameof(CellsAndSizes))]
    public void Automatic_is_what_the_processor_is_fast_in(DecoderModel cell, int size)
    {
        ModelConfig config = Sized(cell, size);
        Assert.Equal(ProductPrecision.Automatic, config.Precision);
        bool rounds = size == Supported && RoundedProduct.IsFaster;
        Assert.Equal(rounds ? ProductPrecision.BFloat16 : ProductPrecision.Float32, InForce(config));
        Assert.Equal(ProductPrecision.Float32, InForce(config with { Kernels = KernelPath.Readable }));
        Assert.Equal(ProductPrecision.Float32, InForce(config with { Compat = Compatibility.Reference }));
        Assert.Equal(ProductPrecision.Float32, InForce(config with { Precision = ProductPrecision.Float32 }));
        Assert.Equal(ProductPrecision.BFloat16, InForce(config with { Precision = ProductPrecision.BFloat16 }));

        static ProductPrecision InForce(ModelConfig config)
        {
            using TrainingSession session = TrainingSession.Create(config);
            return session.Model.Precision;
        }
    }

    private static ModelConfig Sized(DecoderModel cell, int size) =>
        Tiny.Config(cell) with { DecRnnSize = size, HyperNumUnits = size / 2 };

    private static (double Loss, Tensor[] Gradients) Run(ModelConfig config)
    {
        using TrainingSession session = TrainingSession.Create(config);
        using SketchBatch batch = Batch(config);
        using Generator generator = new(7, CPU);
        Tiny.Randomize(session.Model.Parameters, generator, 0.1);
        ForwardPass pass = Objective.From(config).Run(session.Model, batch, null, 1, training: true);
        pass.Total.backward();
        return (pass.Total.item<float>(), [.. session.Model.Parameters.Gradients().Select(g => g.clone())]);
    }

    private static SketchBatch Batch(ModelConfig config)
    {
        BatchMaker maker = new(config, Tiny.Data().Train, 30, 11);
        return maker.Make([0, 1, 2, 3], augment: false).ToTensors(float32, CPU);
    }
}
