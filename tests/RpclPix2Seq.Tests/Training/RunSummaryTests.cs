using RpclPix2Seq.Models;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Tests.Training;

public sealed class RunSummaryTests
{
    private static readonly ModelConfig Config = Tiny.Config() with { NumSteps = 100, NumEpochs = 100, Patience = 2 };

    // The losses of validations, one every ten steps.
    [Theory]
    [InlineData("stopped", 3.0, 2.0, 2.5)]
    [InlineData("finished", 3.0, 2.0, 2.5, 2.0)] // an equal loss is no improvement
    [InlineData("stopped", 3.0, 2.0, 2.5, 1.0)]
    [InlineData("finished", 3.0, double.NaN, 4.0)]
    [InlineData("stopped")]
    public void Spent_patience_ends_a_run(string state, params double[] losses) =>
        Assert.Equal(state, Summary([.. losses.Select((loss, i) => new MetricsLine("valid", 10 * (i + 1), loss))]).State);

    [Theory]
    [InlineData("stopped", 99, 99.5)]
    [InlineData("finished", 100, 99.5)]
    [InlineData("finished", 99, 100)]
    public void So_does_a_spent_budget(string state, long step, double epoch) =>
        Assert.Equal(state, Summary(new MetricsLine("train", step, Epoch: epoch)).State);

    [Theory]
    [InlineData("stopped", 119)]
    [InlineData("finished", 120)]
    public void So_does_spent_time(string state, double seconds) => Assert.Equal(
        state, (Summary() with { Config = Config with { MaxMinutes = 2 }, Seconds = seconds }).State);

    [Fact]
    public void So_does_a_test() => Assert.Equal("finished", Summary(new MetricsLine("test", 5, 3)).State);

    [Fact]
    public void A_run_that_a_process_trains_is_running() =>
        Assert.Equal("running", (Summary(new MetricsLine("test", 5, 3)) with { IsRunning = true }).State);

    private static RunSummary Summary(params MetricsLine[] lines) => new(RunFolder.At("run"), Config, lines, IsRunning: false, null);
}
