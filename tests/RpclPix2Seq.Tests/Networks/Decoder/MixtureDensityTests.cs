using CsCheck;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

public sealed class MixtureDensityTests
{
    private const int Mixtures = 3, Columns = (6 * Mixtures) + 3;

    private static readonly Gen<double[]> Heads = Gen.Double[-2, 2].Array[Columns];

    [Fact]
    public void In_range_it_is_the_direct_formula() => Gen.Select(Heads, Gen.Double[-3, 3], Gen.Double[-3, 3]).ForAll(
        (head, x, y) =>
        {
            using var scope = NewDisposeScope();
            MixtureDensity density = new(tensor(head, [1, Columns], float64), Mixtures);
            double actual = density.LogProbability(tensor(new[] { x }), tensor(new[] { y }), 0).item<double>();
            Assert.Equal(Math.Log(Direct(head, x, y)), actual, 1e-8);
            Assert.Equal(1, density.LogPen.exp().sum().item<double>(), 1e-12);
            Assert.Equal(1, density.LogWeights.exp().sum().item<double>(), 1e-12);
        },
        count: 200);

    // Float32 as in training. The upper bound is the density at the middle of the narrowest normal: rounding must never lift it above.
    [Fact]
    public void At_extremes_it_is_finite_and_below_its_peak() => Gen.Select(
        Gen.OneOf(Gen.Const(20.0), Gen.Const(-20.0), Gen.Double[5, 12]), Gen.OneOf(Gen.Const(-30.0), Gen.Double[-6, 3]),
        Gen.Double[-100, 100], Gen.Double[-1, 1]).ForAll(
        (rho, logSigma, x, apart) =>
        {
            using var scope = NewDisposeScope();
            double y = (x * Math.Sign(rho)) + (apart * apart * apart);
            Tensor raw = tensor([0, 0, 0, 0, 0, 0, (float)logSigma, (float)logSigma, (float)rho], [1, 9], requires_grad: true);
            Tensor log = new MixtureDensity(raw, 1).LogProbability(tensor(new[] { (float)x }), tensor(new[] { (float)y }), 0.005);
            double sigma = Math.Max(Math.Exp(logSigma), 0.005), remainder = 1 / Math.Pow(Math.Cosh(rho), 2);
            double peak = -Math.Log(2 * Math.PI * sigma * sigma * Math.Sqrt(remainder));
            double value = log.item<float>();
            Assert.True(double.IsFinite(value), $"log density {value}");


            // A sum of logarithms, each rounded once itself and once when it is added: that of σ twice, that of cosh ρ, and the remaining
            // one of 2π.
            double most = peak + (4 * Roundings.Unit * ((2 * Math.Abs(Math.Max(logSigma, Math.Log(0.005)))) + (2 * Math.Abs(rho)) + 4));
            Assert.True(value <= most, $"log density {value} above its peak {peak}");
            log.sum().backward();
            Assert.True(raw.grad!.isfinite().all().item<bool>());
        },
        count: 300);

    [Fact]
    public void The_smallest_sigma_counts_and_passes_no_gradient_below()
    {
        using var scope = NewDisposeScope();
        Tensor raw = tensor(new[] { 0, 0, 0, 0, 0.1, 0.2, -9.0, -9.0, 0.3 }, [1, 9], float64, requires_grad: true);
        Tensor floor = raw.detach().clone();
        floor.narrow(1, 6, 2).Filled(Math.Log(0.5));
        Tensor x = tensor(new[] { 0.4 }), y = tensor(new[] { -0.2 });
        Tensor log = new MixtureDensity(raw, 1).LogProbability(x, y, 0.5);
        Assert.Equal(new MixtureDensity(floor, 1).LogProbability(x, y, 0).item<double>(), log.item<double>(), 1e-12);
        log.sum().backward();
        Assert.Equal([0, 0], Tiny.Values(raw.grad!.narrow(1, 6, 2)));
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var scope = NewDisposeScope();
        Tensor raw = Tiny.Normal(1, 4, Columns), x = Tiny.Normal(2, 4), y = Tiny.Normal(3, 4);
        FiniteDifferences.Check(() => new MixtureDensity(raw, Mixtures).LogProbability(x, y, 0.001).sum(), raw);
        FiniteDifferences.Check(() => (new MixtureDensity(raw, Mixtures).LogPen * Tiny.Normal(4, 4, 3)).sum(), raw);
    }

    private static double Direct(double[] head, double x, double y)
    {
        double total = 0, weights = Enumerable.Range(0, Mixtures).Sum(j => Math.Exp(Column(0, j)));
        for (int j = 0; j < Mixtures; j++)
        {
            double sx = Math.Exp(Column(3, j)), sy = Math.Exp(Column(4, j)), rho = Math.Tanh(Column(5, j));
            double dx = (x - Column(1, j)) / sx, dy = (y - Column(2, j)) / sy, rest = 1 - (rho * rho);
            double z = (dx * dx) + (dy * dy) - (2 * rho * dx * dy);
            total += Math.Exp(Column(0, j)) / weights * Math.Exp(-z / (2 * rest)) / (2 * Math.PI * sx * sy * Math.Sqrt(rest));
        }

        return total;

        double Column(int index, int j) => head[3 + (index * Mixtures) + j];
    }
}
