using RpclPix2Seq.Collectives;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Collectives;

public sealed class ShardSumTests
{
    private const int Shards = 8, Length = 37;

    // Numbers of very different sizes: added in another order, they give other bits.
    private static readonly float[][] Values =
    [
        .. Enumerable.Range(0, Shards).Select(shard =>
        {
            CounterRandom random = new(RandomPurpose.SyntheticCodes, 7, shard);
            float[] values = new float[Length];
            for (int i = 0; i < Length; i++)
                values[i] = (float)(random.NextNormal() * Math.Pow(10, random.NextDouble(-4, 4)));
            return values;
        }),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void The_sum_has_the_same_bits_for_any_number_of_ranks(int ranks)
    {
        float[] expected =
        [
            .. Enumerable.Range(0, Length).Select(i =>
                ((Values[0][i] + Values[1][i]) + (Values[2][i] + Values[3][i]))
                + ((Values[4][i] + Values[5][i]) + (Values[6][i] + Values[7][i]))),
        ];
        Assert.NotEqual(expected, Enumerable.Range(0, Length).Select(i => Values.Aggregate(0f, (sum, values) => sum + values[i])));
        Exception?[] thrown = ThreadCollective.Run(ranks, collective =>
        {
            ShardPlan plan = new(Shards, ranks);
            ShardSum<float> sum = new(collective, plan, Length);
            for (int round = 0; round < 3; round++) // arrays are used again
            {
                for (int shard = plan.FirstOf(collective.Rank); shard < plan.FirstOf(collective.Rank + 1); shard++)
                    sum.Add(target => Values[shard].CopyTo(target, 0));
                Assert.Equal(expected, sum.Total());
            }
        });
        Assert.All(thrown, Assert.Null);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void No_more_is_sent_than_the_least(int ranks)
    {
        const int length = 1 << 10;
        Exception?[] thrown = ThreadCollective.Run(ranks, collective =>
        {
            ShardSum<float> sum = new(collective, new ShardPlan(Shards, ranks), length);
            for (int i = 0; i < Shards / ranks; i++)
                sum.Add(Array.Clear);
            sum.Total();
            Assert.Equal(2L * (ranks - 1) * length * sizeof(float) / ranks, collective.Traffic.Bytes);
        });
        Assert.All(thrown, Assert.Null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(100)]
    public void Shards_cover_every_row_once(int size)
    {
        ShardPlan plan = new(Shards, 3);
        Assert.Equal(0, plan.RowOf(0, size));
        Assert.Equal(size, plan.FirstRowOf(3, size));
        int[] rows = [.. Enumerable.Range(0, Shards).Select(shard => plan.RowOf(shard + 1, size) - plan.RowOf(shard, size))];
        Assert.Equal(size, rows.Sum());
        Assert.InRange(rows.Max() - rows.Min(), 0, 1);
        Assert.Equal(
            Enumerable.Range(0, Shards),
            Enumerable.Range(0, 3).SelectMany(plan.BlocksOf).SelectMany(block => Enumerable.Range(block.First, block.Length)));
    }

    [Fact]
    public void More_ranks_than_shards_are_refused()
    {
        InputException refused = Assert.Throws<InputException>(() => new ShardPlan(4, 5));
        Assert.StartsWith("shards: expected at least as many as the 5 ranks", refused.Message, StringComparison.Ordinal);
    }
}
