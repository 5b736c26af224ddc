using RpclPix2Seq.Latent;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Tests.Latent;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Sampling;

[LeakCheck]
public sealed class CodePathsTests
{
    public static TheoryData<CodePathKind> EveryKind => [.. Enum.GetValues<CodePathKind>()];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_path_begins_and_ends_exactly_at_its_codes(CodePathKind kind)
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Standard(3);
        Tensor from = tensor(new[] { 0.1f, -3, 7e5f }), to = tensor(new[] { 1 / 3f, 5, -1e-8f });
        foreach (int steps in (int[])[2, 3, 9])
        {
            Tensor path = CodePaths.Between(kind, from, to, steps, mixture);
            Assert.Equal([steps, 3], path.shape);
            Assert.Equal(float32, path.dtype);
            Assert.Equal(Tiny.Values(from), Tiny.Values(path)[..3]);
            Assert.Equal(Tiny.Values(to), Tiny.Values(path)[^3..]);
            Assert.True(path.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void A_straight_path_is_even_and_a_spherical_one_turns_evenly()
    {
        using var scope = NewDisposeScope();
        Tensor from = tensor(new[] { 2.0, 0 }), to = tensor(new[] { 0.0, 2 });
        Tiny.AssertClose([2, 0, 1.5, 0.5, 1, 1, 0.5, 1.5, 0, 2], Tiny.Values(CodePaths.Linear(from, to, 5)), 1e-12);
        double[] turned = Tiny.Values(CodePaths.Spherical(from, to, 4));
        double[] expected =
        [
            .. Enumerable.Range(0, 4).SelectMany(i => (double[])[2 * Math.Cos(i * Math.PI / 6), 2 * Math.Sin(i * Math.PI / 6)]),
        ];
        Tiny.AssertClose(expected, turned, 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 3, 1)]
    [InlineData(1, 2, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 2, 2, 4.0001)]
    [InlineData(1, 2, -3, -6)]
    public void Codes_without_an_angle_between_them_are_joined_by_the_straight_line(double x, double y, double u, double v)
    {
        using var scope = NewDisposeScope();
        Tensor from = tensor(new[] { x, y }), to = tensor(new[] { u, v });
        Assert.Equal(Tiny.Values(CodePaths.Linear(from, to, 5)), Tiny.Values(CodePaths.Spherical(from, to, 5)));
    }

    [Fact]
    public void A_path_through_the_mixture_is_never_less_dense_than_the_straight_line()
    {
        for (int seed = 0; seed < 8; seed++)
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed);
            Tensor from = Tiny.Normal(seed + 50, Mixtures.Z).Times(3), to = Tiny.Normal(seed + 60, Mixtures.Z).Times(3);
            Tensor straight = CodePaths.Linear(from, to, 8), bent = CodePaths.ThroughMixture(from, to, 8, mixture);
            Assert.True(Density(mixture, bent) >= Density(mixture, straight), $"seed {seed}");
            Assert.True(Objective(mixture, bent) <= Objective(mixture, straight), $"seed {seed}");
            Assert.Equal(Tiny.Values(from), Tiny.Values(bent)[..2]);
            Assert.Equal(Tiny.Values(to), Tiny.Values(bent)[^2..]);
        }
    }

    [Fact]
    public void A_path_bends_over_to_a_component_beside_the_line()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = new(tensor(new double[,] { { 0, 1.5 }, { 40, 40 } }), empty([2, 2]).Filled(0.5), tensor(new[] { 1.0, 0 }));
        Tensor path = CodePaths.ThroughMixture(tensor(new[] { -2.0, 0 }), tensor(new[] { 2.0, 0 }), 9, mixture);
        double[] values = Tiny.Values(path);
        double[] x = [.. values.Where((_, i) => i % 2 == 0)], y = [.. values.Where((_, i) => i % 2 == 1)];
        Assert.InRange(y[4], 0.3, 1.5);
        Assert.Equal(y.Max(), y[4]);
        Assert.Equal(x.Order(), x); // it continues from step to step
        for (int i = 0; i < 9; i++)
            Assert.Equal(
                (-x[8 - i], y[8 - i]), (x[i], y[i]), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-3 && Math.Abs(a.Item2 - b.Item2) < 1e-3);
    }

    // At the optimum no small move of an inner code helps: the descent has converged to the documented optimum.
    [Fact]
    public void A_path_through_the_mixture_has_the_least_objective_near_by()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(3);
        Tensor path = CodePaths.ThroughMixture(tensor(new[] { -2.0, 1 }), tensor(new[] { 2.0, 0.5 }), 6, mixture);
        double least = Objective(mixture, path);
        foreach (double move in (double[])[-0.02, 0.02])
        {
            for (int i = 1; i < 5; i++)
            {
                for (int d = 0; d < 2; d++)
                {
                    Tensor moved = path.clone();
                    moved[i, d] = moved[i, d].Plus(move);
                    Assert.True(Objective(mixture, moved) > least, $"code {i}, number {d}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_grid_has_its_corners_and_sides_where_they_belong(CodePathKind kind)
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Standard(2);
        Tensor corners = tensor(new double[,] { { 1, 0.2 }, { 0.1, 1 }, { -1, 0.3 }, { 0.3, -1 } });
        Tensor grid = CodePaths.Grid(kind, corners, 4, mixture).reshape(4, 4, 2);
        Assert.Equal(Tiny.Values(corners), Tiny.Values(cat([grid[0, 0], grid[0, 3], grid[3, 0], grid[3, 3]], 0)));
        Tiny.AssertClose(CodePaths.Between(kind, corners[0], corners[1], 4, mixture), grid[0], 1e-12);
        Tiny.AssertClose(CodePaths.Between(kind, corners[0], corners[2], 4, mixture), grid[TensorIndex.Colon, 0], 1e-12);
        if (kind == CodePathKind.Linear)
            Tiny.AssertClose(CodePaths.Linear(corners[1], corners[3], 4), grid[TensorIndex.Colon, 3], 1e-12);
    }

    private static MixtureState Standard(int size) => new(zeros(1, size, float64), ones(1, size, float64), ones(1, float64));

    private static double Density(MixtureState mixture, Tensor path) =>
        mixture.LogDensity(path.narrow(0, 1, path.shape[0] - 2)).mean().item<double>();

    private static double Objective(MixtureState mixture, Tensor path)
    {
        long legs = path.shape[0] - 1;
        double length = (path[-1] - path[0]).Squared().sum().item<double>();
        double energy = (path.narrow(0, 1, legs) - path.narrow(0, 0, legs)).Squared().sum().item<double>() * legs / length;
        return (path.shape[1] * energy) - Density(mixture, path);
    }
}
