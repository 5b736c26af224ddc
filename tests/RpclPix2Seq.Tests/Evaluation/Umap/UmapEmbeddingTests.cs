using RpclPix2Seq.Evaluation.Umap;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Evaluation.Umap;

[LeakCheck]
public sealed class UmapEmbeddingTests
{
    private const int Dimensions = 16;

    [Fact]
    public void Separate_clusters_stay_separate_and_whole()
    {
        (float[] codes, int[] labels) = Blobs(perBlob: 80, apart: 3);
        double[] places = UmapEmbedding.Of(codes, Dimensions, new UmapOptions());
        Assert.InRange(Agreement(places, labels, 10), 0.98, 1);

        // Nor are they all in one heap: their centers are farther apart than the clusters are wide.
        (double X, double Y)[] centers = [.. Enumerable.Range(0, 3).Select(k => Center(places, labels, k))];
        double width = Enumerable.Range(0, labels.Length).Average(i => Distance((places[2 * i], places[(2 * i) + 1]), centers[labels[i]]));
        Assert.All(
            [(0, 1), (0, 2), (1, 2)], ((int A, int B) pair) => Assert.InRange(Distance(centers[pair.A], centers[pair.B]), 2 * width, 1e3));
    }

    [Fact]
    public void Neighbors_on_a_ring_stay_neighbors()
    {
        const int Count = 120;
        float[] ring =
        [
            .. Enumerable.Range(0, Count).SelectMany(i => (float[])[MathF.Cos(MathF.Tau * i / Count), MathF.Sin(MathF.Tau * i / Count), 0]),
        ];
        double[] places = UmapEmbedding.Of(ring, 3, new UmapOptions { Neighbors = 6 });
        double near = Enumerable.Range(0, Count).Average(i => Between(i, (i + 1) % Count)),
            far = Enumerable.Range(0, Count).Average(i => Between(i, (i + (Count / 2)) % Count));
        Assert.InRange(near, 0, far / 8);

        double Between(int i, int j) => Distance((places[2 * i], places[(2 * i) + 1]), (places[2 * j], places[(2 * j) + 1]));
    }

    [Fact]
    public void The_seed_decides()
    {
        (float[] codes, _) = Blobs(perBlob: 15, apart: 3);
        UmapOptions few = new() { Epochs = 30 };
        List<int> passes = [];
        double[] first = UmapEmbedding.Of(codes, Dimensions, few, passes.Add);
        Assert.Equal(first, UmapEmbedding.Of(codes, Dimensions, few));
        Assert.NotEqual(first, UmapEmbedding.Of(codes, Dimensions, few with { Seed = 2 }));
        Assert.Equal(Enumerable.Range(1, 30), passes);
        Assert.All(first, place => Assert.True(double.IsFinite(place)));
    }

    [Fact]
    public void Fewer_codes_than_neighbors_are_all_neighbors()
    {
        foreach (int count in (int[])[2, 3, 10])
        {
            float[] codes = [.. Blobs(perBlob: 4, apart: 1).Codes.Take(count * Dimensions)];
            double[] places = UmapEmbedding.Of(codes, Dimensions, new UmapOptions { Epochs = 50 });
            Assert.Equal(2 * count, places.Length);
            Assert.All(places, place => Assert.InRange(place, -100, 100));
        }
    }

    [Fact]
    public void One_code_is_in_the_middle()
    {
        double[] places = UmapEmbedding.Of([1, 2, 3], 3, new UmapOptions());
        Assert.All(places, place => Assert.Equal(0, place, 1e-12));
        Assert.Equal(2, places.Length);
    }

    [Fact]
    public void Equal_codes_lie_around_one_place()
    {
        double[] places = UmapEmbedding.Of(new float[40 * 3], 3, new UmapOptions { Epochs = 100 });
        Assert.Equal(80, places.Length);
        Assert.All(places, place => Assert.InRange(place, -30, 30));
    }

    [Fact]
    public void Copies_of_a_code_do_not_spoil_the_rest()
    {
        (float[] codes, int[] labels) = Blobs(perBlob: 40, apart: 3);
        float[] more = [.. codes, .. Enumerable.Repeat(codes.Take(Dimensions), 30).SelectMany(code => code)];
        double[] places = UmapEmbedding.Of(more, Dimensions, new UmapOptions());
        Assert.InRange(Agreement(places, [.. labels, .. Enumerable.Repeat(labels[0], 30)], 10), 0.98, 1);
    }

    [Theory]
    [InlineData(1, 0.1, 0, "neighbors: expected 2 to 200, found 1")]
    [InlineData(15, 1.5, 0, "minimum distance: expected 0 to 1, found 1.5")]
    [InlineData(15, double.NaN, 0, "minimum distance: expected 0 to 1, found NaN")]
    [InlineData(15, 0.1, -1, "epochs: expected 1 to 100000")]
    public void Options_out_of_range_are_refused(int neighbors, double minimum, int epochs, string message)
    {
        UmapOptions options = new() { Neighbors = neighbors, MinimumDistance = minimum, Epochs = epochs };
        Assert.StartsWith(
            message, Assert.Throws<InputException>(() => UmapEmbedding.Of(new float[9], 3, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_codes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => UmapEmbedding.Of([], 3, new UmapOptions()));
        Assert.Throws<ArgumentException>(() => UmapEmbedding.Of(new float[7], 3, new UmapOptions()));
        Assert.Throws<ArgumentException>(() => UmapEmbedding.Of([1, 2, float.PositiveInfinity], 3, new UmapOptions()));
    }

    [Fact]
    public void An_interruption_ends_it()
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(
            () => UmapEmbedding.Of(Blobs(5, 1).Codes, Dimensions, new UmapOptions(), _ => source.Cancel(), source.Token));
    }

    /// <summary>
    /// Three Gaussians of standard deviation 1 around points at <paramref name="apart"/> from the origin on every axis of one third of the
    /// dimensions.
    /// </summary>
    private static (float[] Codes, int[] Labels) Blobs(int perBlob, double apart)
    {
        CounterRandom random = new(3);
        List<float> codes = [];
        List<int> labels = [];
        for (int i = 0; i < 3 * perBlob; i++)
        {
            labels.Add(i % 3);
            for (int d = 0; d < Dimensions; d++)
                codes.Add((float)(random.NextNormal() + (d % 3 == i % 3 ? apart : 0)));
        }

        return ([.. codes], [.. labels]);
    }

    /// <summary>The fraction of positions whose nearest neighbors mostly have the same label.</summary>
    private static double Agreement(double[] places, int[] labels, int nearest)
    {
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        return all.Average(i => all.Where(j => j != i)
            .OrderBy(j => Distance((places[2 * i], places[(2 * i) + 1]), (places[2 * j], places[(2 * j) + 1])))
            .Take(nearest).Count(j => labels[j] == labels[i]) > nearest / 2 ? 1.0 : 0);
    }

    private static (double X, double Y) Center(double[] places, int[] labels, int label)
    {
        int[] members = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
        return (members.Average(i => places[2 * i]), members.Average(i => places[(2 * i) + 1]));
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
