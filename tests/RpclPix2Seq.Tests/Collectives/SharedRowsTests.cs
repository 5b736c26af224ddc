using RpclPix2Seq.Collectives;

namespace RpclPix2Seq.Tests.Collectives;

public sealed class SharedRowsTests
{
    /// <summary>Ranks, rows, rows per part.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 10, 3 }, { 2, 0, 3 }, { 2, 3, 4 }, { 3, 12, 2 }, { 3, 13, 2 }, { 4, 29, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_rank_gets_the_rows_of_all(int ranks, int count, int rowsPerPart)
    {
        const int width = 2;
        double[] expected = [.. Enumerable.Range(0, count * width).Select(i => Math.Sqrt(i))];
        int[] owners = new int[count];
        Exception?[] thrown = ThreadCollective.Run(ranks, collective =>
        {
            double[] values = new double[count * width];
            foreach (int row in collective.OwnRows(count, rowsPerPart))
            {
                Interlocked.Increment(ref owners[row]);
                expected.AsSpan(row * width, width).CopyTo(values.AsSpan(row * width));
            }

            collective.Share(values.AsSpan(), width, rowsPerPart);
            Assert.Equal(expected, values);
        });
        Assert.All(thrown, Assert.Null);
        Assert.All(owners, owner => Assert.Equal(1, owner));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_may_have_any_lengths(int ranks, int count, int rowsPerPart)
    {
        short[][] expected = [.. Enumerable.Range(0, count).Select(i => Enumerable.Repeat((short)i, i * i % 5).ToArray())];
        Exception?[] thrown = ThreadCollective.Run(ranks, collective =>
        {
            short[]?[] rows = new short[count][];
            foreach (int row in collective.OwnRows(count, rowsPerPart))
                rows[row] = expected[row];
            collective.Share(rows, rowsPerPart);
            Assert.Equal(expected, rows);
        });
        Assert.All(thrown, Assert.Null);
    }
}
