using System.Globalization;
using CsCheck;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Lab.Retrieval;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Collectives;

namespace RpclPix2Seq.Tests.Evaluation.Retrieval;

[LeakCheck]
public sealed class RetrievalIndexTests
{
    [Fact]
    public void Equal_codes_find_each_other()
    {
        float[] codes = RetrievalCodes.Draw(60, 5, 1).Queries;
        RetrievalRanks ranks = RetrievalIndex.Rank(codes, codes, 5);
        Assert.All(ranks.Rank, rank => Assert.Equal(0, rank));
        Assert.Equal(Enumerable.Range(0, 60), ranks.Nearest);
        Assert.All(ranks.Distance, distance => Assert.Equal(0, distance));
        Assert.DoesNotContain(true, ranks.IsTied);
    }

    [Fact]
    public void Shuffled_codes_find_each_other_by_chance()
    {
        const int count = 900, size = 4;
        float[] codes = RetrievalCodes.Draw(count, size, 2).Queries;
        int[] order = [.. Enumerable.Range(0, count)];
        CounterRandom random = new(5);
        random.Shuffle<int>(order);
        float[] shuffled = [.. order.SelectMany(i => codes[(i * size)..((i + 1) * size)])];
        RetrievalRanks ranks = RetrievalIndex.Rank(shuffled, codes, size);

        // About 10 of 900 in a top-10 (σ = 3.1) and 50 in a top-50 (σ = 6.9); the mean rank is close to the middle one.
        Assert.InRange(ranks.Rank.Count(rank => rank < 10), 0, 25);
        Assert.InRange(ranks.Rank.Count(rank => rank < 50), 15, 85);
        Assert.InRange(ranks.Rank.Average(), 400, 500);
        Assert.Equal(order, ranks.Nearest);
    }

    // Codes on a small grid are full of ties and copies.
    [Fact]
    public void Ranks_are_those_of_measuring_every_pair() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Gen.Int[0, 3], Gen.Long).ForAll(
        (count, size, kind, seed) =>
        {
            CounterRandom random = new(seed, 3);
            float[] queries = new float[count * size], gallery = new float[count * size];
            foreach (float[] codes in (float[][])[queries, gallery])
            {
                for (int i = 0; i < codes.Length; i++)
                {
                    codes[i] = kind switch
                    {
                        0 => random.NextInt(3),
                        1 => (float)random.NextNormal(),
                        2 => 1000 + (random.NextInt(3) * 1e-4f),
                        _ => (float)(1e-20 * random.NextNormal()),
                    };
                }
            }

            AssertNaive(queries, gallery, size);
        },
        count: 200);

    // So many that there are several blocks.
    [Fact]
    public void Processes_that_share_the_queries_find_the_ranks_of_one()
    {
        RetrievalCodes codes = RetrievalCodes.Draw(2300, 7, 4);
        RetrievalRanks expected = RetrievalIndex.Rank(codes.Queries, codes.Gallery, 7);
        Exception?[] thrown = ThreadCollective.Run(2, processes =>
        {
            RetrievalRanks found = RetrievalIndex.Rank(codes.Queries, codes.Gallery, 7, processes);
            Assert.Equal(expected.Rank, found.Rank);
            Assert.Equal(expected.Nearest, found.Nearest);
            Assert.Equal(expected.Distance, found.Distance);
            Assert.Equal(expected.IsTied, found.IsTied);
        });
        Assert.All(thrown, Assert.Null);
    }

    [Theory]
    [InlineData(300, 130)]
    [InlineData(257, 128)]
    [InlineData(2300, 7)]
    public void Blocks_and_planted_ties_change_nothing(int count, int size)
    {
        RetrievalCodes codes = RetrievalCodes.Draw(count, size, 4);
        AssertNaive(codes.Queries, codes.Gallery, size);
    }

    [Fact]
    public void Of_equal_codes_the_one_with_the_lower_index_is_found_first()
    {
        float[] gallery = [1, 1, 5, 5, 1, 1, 5, 5, 1, 1];
        RetrievalRanks ranks = RetrievalIndex.Rank(gallery, gallery, 2);
        Assert.Equal([0, 0, 1, 1, 2], ranks.Rank);
        Assert.Equal([0, 1, 0, 1, 0], ranks.Nearest);
        Assert.DoesNotContain(false, ranks.IsTied);
        Assert.Equal(3, RetrievalIndex.Duplicates(gallery, 2));
        Assert.Equal(0, RetrievalIndex.Duplicates([3, 1, 1, 3], 2));
    }

    [Fact]
    public void One_code_alone_is_found()
    {
        RetrievalRanks ranks = RetrievalIndex.Rank([7, 8], [1, 2], 2);
        Assert.Equal([0], ranks.Rank);
        Assert.Equal([0], ranks.Nearest);
        Assert.Equal([36.0], ranks.Distance);
        Assert.Equal([false], ranks.IsTied);
    }

    [Theory]
    [InlineData(400, 128)]
    [InlineData(300, 129)]
    [InlineData(300, 300)]
    [InlineData(500, 3)]
    public void Ranks_are_numpys(int count, int size)
    {
        RetrievalCodes codes = RetrievalCodes.Draw(count, size, 9);
        using TemporaryFolder folder = new();
        string file = folder.File("codes.npz");
        NpzWriter.Write(file, writer =>
        {
            writer.Add<float>("queries", codes.Queries, count, size);
            writer.Add<float>("gallery", codes.Gallery, count, size);
        });
        string output = Python.Run(
            """
            codes = np.load(sys.argv[1])
            gallery = codes["gallery"].astype(np.float64)
            for i, query in enumerate(codes["queries"].astype(np.float64)):
                distances = ((gallery - query) ** 2).mean(axis=1)
                order = np.argsort(distances, kind="stable")
                print(np.flatnonzero(order == i)[0], order[0], repr(float(distances[i])))
            """,
            file);
        RetrievalRanks ranks = RetrievalIndex.Rank(codes.Queries, codes.Gallery, size);
        Assert.Equal(
            output.TrimEnd().Split('\n').Select(line => line.TrimEnd()),
            Enumerable.Range(0, count).Select(i => $"{ranks.Rank[i]} {ranks.Nearest[i]} {Python64(ranks.Distance[i])}"));
    }

    [Fact]
    public void Invalid_codes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RetrievalIndex.Rank([1, 2, 3], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => RetrievalIndex.Rank([], [], 2));
        Assert.Throws<ArgumentException>(() => RetrievalIndex.Rank([1, float.NaN], [1, 2], 2));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => RetrievalIndex.Rank([1], [1], 1, cancellationToken: source.Token));
    }

    /// <summary>As Python writes a number.</summary>
    private static string Python64(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static void AssertNaive(float[] queries, float[] gallery, int size)
    {
        int count = gallery.Length / size;
        double[] squares = new double[size];
        RetrievalRanks ranks = RetrievalIndex.Rank(queries, gallery, size);
        for (int i = 0; i < count; i++)
        {
            double[] distances =
            [
                .. Enumerable.Range(0, count)
                    .Select(j => MeanSquare.Of(queries.AsSpan(i * size, size), gallery.AsSpan(j * size, size), squares)),
            ];
            int[] order = [.. Enumerable.Range(0, count).OrderBy(j => distances[j])];
            Assert.Equal(Array.IndexOf(order, i), ranks.Rank[i]);
            Assert.Equal(order[0], ranks.Nearest[i]);
            Assert.Equal(distances[i], ranks.Distance[i]);
            Assert.Equal(distances.Count(distance => distance == distances[i]) > 1, ranks.IsTied[i]);
        }
    }
}
