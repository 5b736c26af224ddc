using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training.Losses;

public sealed class SchedulesTests
{
    [Theory]
    [InlineData(0, 0.001)]
    [InlineData(1, 0.0010999)]
    [InlineData(2, 0.00119979001)]
    [InlineData(10000, 0.6325068146)]
    public void Kl_weight(long step, double expected) => Assert.Equal(expected, Schedules.KlWeight(step, 0.001, 0.9999), 1e-9);

    [Theory]
    [InlineData(0, 1, 0.001)]
    [InlineData(1, 1, 0.000999901)]
    [InlineData(3, 3, 0.000999901)]
    [InlineData(2, 1, 0.0009998020099)]
    [InlineData(30000, 3, 0.000374182436)]
    public void Learning_rate(long step, double every, double expected)
        => Assert.Equal(expected, Schedules.LearningRate(step, 1e-3, 1e-5, 0.9999, every), 1e-12);

    [Fact]
    public void The_modes_decay_as_they_say()
    {
        Assert.Equal(Schedules.LearningRate(new ModelConfig(), 100), Schedules.LearningRate(new ModelConfig().ForReference(), 300), 1e-15);
        ObjectiveOptions original = ObjectiveOptions.From(new ModelConfig().ForReference()),
            ours = ObjectiveOptions.From(new ModelConfig());
        Assert.Equal(
            (1e-5, 1e-6, 0, true), (original.PosteriorFloor, original.DensityFloor, original.MinimumSigma, original.LearnInEvaluation));
        Assert.Equal((0, 0, 0.005, false), (ours.PosteriorFloor, ours.DensityFloor, ours.MinimumSigma, ours.LearnInEvaluation));
    }

    [Fact]
    public void Pixel_loss_is_a_sum_over_pixels_and_a_mean_over_sketches()
    {
        using var scope = NewDisposeScope();
        Tensor a = Tiny.Normal(1, 2, 3, 3), b = Tiny.Normal(2, 2, 3, 3);
        double expected = Tiny.Values(a).Zip(Tiny.Values(b), (x, y) => (x - y) * (x - y)).Sum() / 2;
        Assert.Equal(expected, PixelLoss.Compute(a, b).item<double>(), 1e-12);
    }
}
