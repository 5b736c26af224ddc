using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

[LeakCheck]
public sealed class TrainingSessionTests
{
    public static TheoryData<DecoderModel> Cells => Tiny.EveryCell;

    [Fact]
    public void A_handful_of_sketches_can_be_learned_by_heart()
    {
        ModelConfig config = Tiny.Config() with
        {
            DecRnnSize = 32,
            ZSize = 8,
            LearningRate = 0.01,
            UseRecurrentDropout = false,
            NumDecoderMixture = 4,
        };
        using TrainingSession session = TrainingSession.Create(config);
        double first = Train(session, config, 1, augment: false), last = Train(session, config, 250, augment: false);
        Assert.True(last < first / 3, $"L_seq fell from {first} to {last} only");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Steps_leave_no_tensors(DecoderModel cell)
    {
        AssertLeaveNone(Tiny.Config(cell));
        AssertLeaveNone(Tiny.Config(cell).Fused());
    }

    private static void AssertLeaveNone(ModelConfig config)
    {
        using TrainingSession session = TrainingSession.Create(config);
        Train(session, config, 2, augment: true);
        long before = Tensor.TotalCount;
        Train(session, config, 10, augment: true);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_step_whose_inspection_throws_changes_nothing()
    {
        ModelConfig config = Tiny.Config();
        using TrainingSession session = TrainingSession.Create(config);
        Dictionary<string, double[]> before = Tiny.Everything(session);
        using (SketchBatch batch = Batch(config, augment: false))
            Assert.Throws<InvalidOperationException>(() => session.Step(batch, 0, inspect: _ => throw new InvalidOperationException("no")));
        Tiny.AssertSame(before, Tiny.Everything(session));
    }

    [Fact]
    public void Initial_weights_and_noise_come_from_different_streams()
    {
        // With one seed for both, the noise of the first codes would equal the numbers of the first filter.
        ModelConfig config = Tiny.Config();
        using TrainingSession session = TrainingSession.Create(config);
        using var scope = NewDisposeScope();
        double[] noise = NoiseOfAStep(session, config);
        double[] filter = Tiny.Values(session.Model.Parameters.All[0].Tensor.flatten().narrow(0, 0, 8));
        double ratio = filter[0] / noise[0];
        Assert.DoesNotContain(true, Enumerable.Range(1, 7).Select(i => Math.Abs((filter[i] / noise[i] / ratio) - 1) < 1e-3));
    }

    // The noise of the first step, as seen in its codes.
    private static double[] NoiseOfAStep(TrainingSession session, ModelConfig config)
    {
        double[] noise = [];
        using SketchBatch batch = Batch(config, augment: false);
        session.Step(batch, 0, inspect: pass => noise = Tiny.Values((pass.Codes - pass.CodeMean) / pass.CodeVariance.sqrt()));
        return [.. noise.Concat(noise).Take(8)];
    }

    private static double Train(TrainingSession session, ModelConfig config, int steps, bool augment)
    {
        double loss = 0;
        for (int t = 0; t < steps; t++)
        {
            using SketchBatch batch = Batch(config, augment);
            session.Step(batch, t, inspect: pass => loss = pass.SequenceLoss.item<float>());
        }

        return loss;
    }

    private static SketchBatch Batch(ModelConfig config, bool augment)
    {
        using var scope = NewDisposeScope();
        SketchBatch batch = new BatchMaker(config, Tiny.Data().Train, 40, 12).Make([0, 1], augment).ToTensors(float32, CPU);
        batch.Strokes.MoveToOuterDisposeScope();
        batch.Images.MoveToOuterDisposeScope();
        return batch;
    }
}
