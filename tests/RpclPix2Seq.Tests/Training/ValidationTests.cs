using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;

namespace RpclPix2Seq.Tests.Training;

[LeakCheck]
public sealed class EvaluatorTests
{
    private static readonly LabeledSketch[] Sketches = All(Tiny.Data(train: 7).Train);

    [Fact]
    public void Every_sketch_counts_once_whatever_the_batch_size()
    {
        ModelConfig config = Tiny.Config();
        using TrainingSession session = TrainingSession.Create(config);
        StepMetrics[] singles = [.. Sketches.Select(sketch => Evaluate(session.Model, config with { BatchSize = 1 }, sketch))];
        foreach (int batch in new[] { 1, 3, 7, 100 })
        {
            StepMetrics all = Evaluate(session.Model, config with { BatchSize = batch }, Sketches);
            Assert.Equal(singles.Average(s => s.SequenceLoss), all.SequenceLoss, 1e-3);
            Assert.Equal(singles.Average(s => s.PixelLoss), all.PixelLoss, 1e-2);
            // the mixture does not learn from the validation data
            Assert.Equal(singles.Average(s => s.GaussianLoss), all.GaussianLoss, 1e-3);
        }

        Assert.True(singles.Max(s => s.SequenceLoss) - singles.Min(s => s.SequenceLoss) > 0.1);
    }

    [Fact]
    public void Reference_mode_drops_what_fills_no_batch_and_has_the_first_steps_kl_weight()
    {
        ModelConfig config = Tiny.Config().ForReference() with { BatchSize = 3 };
        using TrainingSession session = TrainingSession.Create(config);
        StepMetrics six = Evaluate(session.Model, config, Sketches[..6]), seven = Evaluate(session.Model, config, Sketches);
        Assert.Equal(six.SequenceLoss, seven.SequenceLoss);
        Assert.Equal(Schedules.KlWeight(1, 0.001, 0.9999), seven.LatentWeight);
    }

    [Fact]
    public void It_leaves_the_model_as_it_is_and_stops_when_asked()
    {
        ModelConfig config = Tiny.Config();
        using TrainingSession session = TrainingSession.Create(config);
        Dictionary<string, double[]> before = Tiny.Everything(session);
        Evaluate(session.Model, config, Sketches);
        Tiny.AssertSame(before, Tiny.Everything(session));
        Assert.Throws<OperationCanceledException>(
            () => Validation.Evaluate(session.Model, config, new MemorySplit(Sketches), 20, 12, 600, 0, new CancellationToken(true)));
    }

    private static StepMetrics Evaluate(Pix2SeqModel model, ModelConfig config, params LabeledSketch[] sketches)
        => Validation.Evaluate(model, config, new MemorySplit(sketches), 20, 12, 600, 0, CancellationToken.None);

    private static LabeledSketch[] All(ISketchSplit split) => [.. Enumerable.Range(0, split.Count).Select(i => split[i])];
}
