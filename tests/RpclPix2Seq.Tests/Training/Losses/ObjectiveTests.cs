using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Tests.Latent;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training.Losses;

[LeakCheck]
public sealed class ObjectiveTests
{
    private const int Batch = 3;

    private static readonly ObjectiveOptions Ours = ObjectiveOptions.From(new ModelConfig { LatentWeight = 1 });
    private static readonly ObjectiveOptions Original = ObjectiveOptions.From(new ModelConfig().ForReference());

    public static TheoryData<DecoderModel> Cells => Tiny.EveryCell;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Padding_changes_neither_loss_nor_gradients_in_default_mode(DecoderModel cell)
    {
        using var scope = NewDisposeScope();
        (double loss, double[][] gradients) = Run(cell, Strokes(7), Ours);
        (double padded, double[][] paddedGradients) = Run(cell, Strokes(12), Ours);
        Assert.Equal(loss, padded, 1e-10);
        for (int i = 0; i < gradients.Length; i++)
            Tiny.AssertClose(gradients[i], paddedGradients[i], 1e-10);

        // The original does count the padding, which shows that the comparison can fail.
        Assert.NotEqual(Run(cell, Strokes(7), Original).Loss, Run(cell, Strokes(12), Original).Loss, 0.01);
    }

    [Fact]
    public void Both_modes_agree_where_no_defect_is_in_reach()
    {
        // One end row each: all masks that count it give the same count. Densities are far above the floors; no smallest sigma is in reach.
        using var scope = NewDisposeScope();
        Tensor strokes = Strokes(7).narrow(0, 0, 5).clone();
        strokes.narrow(0, 1, 3).copy_(strokes.narrow(0, 1, 1).expand(3, Batch, 5));
        strokes.narrow(0, 4, 1).zero_().select(2, 4).Filled(1);
        (double ours, double[][] gradients) = Run(DecoderModel.Lstm, strokes, Ours);
        (double theirs, double[][] theirGradients) = Run(DecoderModel.Lstm, strokes, Original);
        Assert.Equal(theirs, ours, 1e-2);
        Assert.NotEqual(theirs, ours);
        for (int i = 0; i < gradients.Length; i++)
            Assert.True(
                Math.Sqrt(gradients[i].Zip(theirGradients[i], (a, b) => (a - b) * (a - b)).Sum()) <= 1e-2 * Math.Max(
                    1, Math.Sqrt(theirGradients[i].Sum(g => g * g))));
    }

    [Fact]
    public void The_total_is_the_weighted_sum_and_the_mixture_of_the_model_stays()
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model();
        Tensor before = model.Mixture.Mean.clone(), noise = Tiny.Normal(9, Batch, 3);
        SketchBatch batch = new(Strokes(7), Tiny.Normal(4, Batch, Tiny.Side, Tiny.Side));
        ForwardPass pass = new Objective(Ours with { PixelWeight = 0.25 }, new ReferenceLearner(Mixtures.Learning))
            .Run(model, batch, noise, 100, true);
        double expected = (pass.KlWeight * pass.WeightLoss.Plus(pass.GaussianLoss).item<double>()) + pass.SequenceLoss.item<double>()
            + (0.25 * pass.PixelLoss.item<double>());
        Assert.Equal(expected, pass.Total.item<double>(), 1e-9);
        Assert.Equal(Schedules.KlWeight(100, 0.001, 0.9999), pass.KlWeight);
        Tiny.AssertClose(pass.CodeMean.Plus(pass.CodeVariance.sqrt() * noise), pass.Codes, 1e-12);
        Assert.True(before.SameAs(model.Mixture.Mean));
        Assert.False(before.SameAs(pass.Mixture.Mean));
        Assert.False(pass.Mixture.Mean.requires_grad);
    }

    [Fact]
    public void Only_the_original_lets_the_mixture_learn_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model();
        SketchBatch batch = new(Strokes(7), Tiny.Normal(4, Batch, Tiny.Side, Tiny.Side));
        foreach (ObjectiveOptions options in new[] { Ours, Original })
        {
            ForwardPass pass = new Objective(options, new ReferenceLearner(Mixtures.Learning)).Run(model, batch, null, 1, training: false);
            Assert.Equal(options == Original, !pass.Mixture.Mean.SameAs(model.Mixture.Mean));
        }
    }

    private static (double Loss, double[][] Gradients) Run(DecoderModel cell, Tensor strokes, ObjectiveOptions options)
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model(cell);
        ForwardPass pass = new Objective(options, new ReferenceLearner(Mixtures.Learning)).Run(
            model, new SketchBatch(strokes, Tiny.Normal(4, Batch, Tiny.Side, Tiny.Side)), Tiny.Normal(5, Batch, 3), 10, training: true);
        pass.Total.backward();
        return (pass.Total.item<double>(), [.. model.Parameters.Gradients().Select(Tiny.Values)]);
    }

    /// <summary>[rows, B, 5]: sketches of 2, 3 and 4 points.</summary>
    private static Tensor Strokes(int rows)
    {
        Tensor strokes = zeros([rows, Batch, 5], float64);
        var at = strokes.data<double>();
        for (int b = 0; b < Batch; b++)
        {
            at[0, b, 2] = 1;
            for (int t = 1; t < rows; t++)
            {
                bool drawn = t <= b + 2;
                at[t, b, drawn ? 2 : 4] = 1;
                at[t, b, 0] = drawn ? 0.3 * (t - b) : 0;
                at[t, b, 1] = drawn ? 0.2 * t : 0;
            }
        }

        return strokes;
    }
}
