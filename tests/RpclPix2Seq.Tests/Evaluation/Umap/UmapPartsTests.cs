using RpclPix2Seq.Evaluation.Umap;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Evaluation.Umap;

[LeakCheck]
public sealed class UmapPartsTests
{
    [Fact]
    public void Neighbors_are_those_that_comparing_all_pairs_finds()
    {
        const int Count = 70, Size = 4, K = 20;
        CounterRandom random = new(5);
        float[] codes = new float[Count * Size];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (float)(random.NextNormal() + 1000); // far from the origin, where products cancel
        NearestNeighbors found = NearestNeighbors.Of(codes, Size, K, CancellationToken.None);
        Assert.Equal(K, found.PerCode);
        for (int i = 0; i < Count; i++)
        {
            (double Distance, int Index)[] expected =
            [
                .. Enumerable.Range(0, Count).Where(j => j != i).Select(j => (Distance(i, j), j)).Order().Take(K),
            ];
            Assert.Equal(expected.Select(e => e.Index), found.Indices[(i * K)..((i + 1) * K)]);
            Assert.Equal(expected.Select(e => e.Distance), found.Distances[(i * K)..((i + 1) * K)]);
        }

        double Distance(int i, int j) =>
            Math.Sqrt(Enumerable.Range(0, Size).Sum(d => Math.Pow(codes[(i * Size) + d] - (double)codes[(j * Size) + d], 2)));
    }

    [Fact]
    public void A_code_is_never_its_own_neighbor()
    {
        NearestNeighbors found = NearestNeighbors.Of(new float[6 * 2], 2, 9, CancellationToken.None);
        Assert.Equal(5, found.PerCode);
        for (int i = 0; i < 6; i++)
            Assert.Equal(Enumerable.Range(0, 6).Where(j => j != i), found.Indices[(i * 5)..((i + 1) * 5)]);
        Assert.All(found.Distances, distance => Assert.Equal(0, distance));
        Assert.Empty(NearestNeighbors.Of([1, 2], 2, 9, CancellationToken.None).Indices);
    }

    [Theory]
    [InlineData(1.0, 1.5, 2.0, 4.0, 4.5, 7.0)]
    [InlineData(0.001, 0.002, 0.003, 0.0035)]
    [InlineData(0.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)]
    public void The_weights_of_a_neighborhood_sum_to_the_logarithm_of_its_size(params double[] distances)
    {
        (double nearest, double scale) = FuzzyNeighborhoods.Scale(distances, distances.Average());
        Assert.Equal(distances.First(d => d > 0), nearest);
        Assert.Equal(Math.Log2(distances.Length), distances.Sum(d => Math.Exp(-Math.Max(0, d - nearest) / scale)), 1e-4);
    }

    [Fact]
    public void A_scale_is_never_nothing()
    {
        // Three neighbors at full weight already exceed log2 4.
        Assert.Equal(2.5e-3, FuzzyNeighborhoods.Scale([0, 0, 5, 5], 1).Scale, 1e-12);
        Assert.Equal(7e-3, FuzzyNeighborhoods.Scale([0, 0, 0], 7).Scale, 1e-12);
    }

    [Fact]
    public void A_pair_is_as_sure_as_either_of_the_two_alone_says()
    {
        // 0 and 1 are each other's nearest; the nearest of 2 is 1, while 1 and 0 are less sure of 2.
        NeighborEdge[] edges = FuzzyNeighborhoods.Graph(new NearestNeighbors(2, [1, 2, 0, 2, 1, 0], [1, 4, 1, 3, 3, 4]));
        Assert.Equal([(0, 1), (0, 2), (1, 2)], edges.Select(e => (e.First, e.Second)));
        Assert.Equal(1, edges[0].Weight, 1e-12);
        Assert.Equal(1, edges[2].Weight, 1e-12);
        Assert.InRange(edges[1].Weight, 0, 0.1); // two neighbors' weights sum to log2 2 = 1, which the nearest takes alone
    }

    [Theory]
    [InlineData(0.1, 1.577, 0.895)]
    [InlineData(0.01, 1.896, 0.801)]
    public void The_curve_is_the_one_that_is_known_for_usual_distances(double minimum, double a, double b)
    {
        NearnessCurve curve = NearnessCurve.For(minimum);
        Assert.Equal(a, curve.A, 0.01);
        Assert.Equal(b, curve.B, 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_curve_is_near_what_it_is_fitted_to(double minimum)
    {
        NearnessCurve curve = NearnessCurve.For(minimum);
        Assert.All(
            Enumerable.Range(1, 30).Select(i => 0.1 * i),
            d => Assert.Equal(d < minimum ? 1 : Math.Exp(minimum - d), 1 / (1 + (curve.A * Math.Pow(d, 2 * curve.B))), 0.12));
    }
}
