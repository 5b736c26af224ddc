using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Tests.Networks.Layers;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training.Losses;

public sealed class SequenceLossTests
{
    private const int Mixtures = 2, Steps = 5, Batch = 3;

    public static TheoryData<string, double, double> MasksAndFloors
    {
        get
        {
            TheoryData<string, double, double> data = [];
            foreach (string mask in Enum.GetNames<PenMask>())
            {
                data.Add(mask, 0, 0.005);
                data.Add(mask, 1e-6, 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(MasksAndFloors))]
    public void It_is_the_sum_in_the_specification(string mask, double floor, double minimumSigma)
    {
        using var scope = NewDisposeScope();
        Tensor raw = Head(), strokes = Strokes();
        MixtureDensity density = new(raw, Mixtures);
        Tensor target = strokes.narrow(0, 1, Steps).reshape(-1, 5);
        double[] log = Tiny.Values(density.LogProbability(target.select(1, 0), target.select(1, 1), minimumSigma));
        double[] pen = Tiny.Values(density.LogPen), rows = Tiny.Values(target);
        double expected = 0;
        for (int n = 0; n < Steps * Batch; n++)
        {
            double end = rows[(n * 5) + 4];
            bool firstEnd = end == 1 && (n < Batch ? true : rows[((n - Batch) * 5) + 4] == 0);
            bool counts = mask switch
            {
                nameof(PenMask.AllSteps) => true,
                nameof(PenMask.BeforeEnd) => end == 0,
                _ => end == 0 || firstEnd,
            };
            expected -= (1 - end) * Math.Log(Math.Exp(log[n]) + floor);
            if (counts)
                expected -= Enumerable.Range(0, 3).Sum(i => rows[(n * 5) + 2 + i] * pen[(n * 3) + i]);
        }

        Assert.Equal(
            expected / Batch, SequenceLoss.Compute(density, strokes, Enum.Parse<PenMask>(mask), floor, minimumSigma).item<double>(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(MasksAndFloors))]
    public void Gradients_agree_with_differences(string mask, double floor, double minimumSigma)
    {
        using var scope = NewDisposeScope();
        Tensor raw = Head(), strokes = Strokes();
        FiniteDifferences.Check(
            () => SequenceLoss.Compute(new MixtureDensity(raw, Mixtures), strokes, Enum.Parse<PenMask>(mask), floor, minimumSigma), raw);
    }

    [Fact]
    public void The_floor_keeps_the_gradient_of_a_hopeless_offset_from_vanishing_only_where_it_is_off()
    {
        using var scope = NewDisposeScope();
        Tensor raw = zeros([Steps * Batch, (6 * Mixtures) + 3], float64, requires_grad: true), strokes = Strokes();
        strokes.narrow(2, 0, 2).Filled(60);
        foreach ((double floor, bool alive) in new[] { (0.0, true), (1e-6, false) })
        {
            raw.grad = null;
            SequenceLoss.Compute(new MixtureDensity(raw, Mixtures), strokes, PenMask.BeforeEnd, floor, 0).backward();
            Assert.Equal(alive, raw.grad!.narrow(1, 5, 4).abs().max().item<double>() > 1);
        }
    }

    private static Tensor Head() => Tiny.Normal(1, Steps * Batch, (6 * Mixtures) + 3);

    /// <summary>[T+1, B, 5]: sketches of 1, 3 and 5 rows; the last has no end row.</summary>
    private static Tensor Strokes()
    {
        Tensor strokes = zeros([Steps + 1, Batch, 5], float64);
        var rows = strokes.data<double>();
        double[] offsets = Tiny.Values(Tiny.Normal(2, Steps * Batch * 2));
        for (int b = 0; b < Batch; b++)
        {
            rows[0, b, 2] = 1;
            for (int t = 1; t <= Steps; t++)
            {
                bool drawn = t <= 1 + (2 * b);
                rows[t, b, !drawn ? 4 : t % 2 == 0 ? 3 : 2] = 1;
                rows[t, b, 0] = drawn ? offsets[(((t - 1) * Batch) + b) * 2] : 0;
                rows[t, b, 1] = drawn ? offsets[((((t - 1) * Batch) + b) * 2) + 1] : 0;
            }
        }

        return strokes;
    }
}
