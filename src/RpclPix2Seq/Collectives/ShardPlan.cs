namespace RpclPix2Seq.Collectives;

/// <summary>
/// How a batch is cut into shards and which rank computes which of them. The cut does not depend on the number of ranks, and neither does
/// the order in which the shards are added: in pairs of neighbors, then pairs of pairs, and so on.
/// </summary>
internal sealed class ShardPlan
{
    private readonly int _ranks;

    /// <param name="shards">S: a power of two.</param>
    /// <param name="ranks">R ≤ S.</param>
    /// <exception cref="InputException">There are more ranks than shards.</exception>
    public ShardPlan(int shards, int ranks)
    {
        if (ranks > shards)
        {
            throw new InputException(
                "shards", "", $"at least as many as the {ranks} ranks, for each has at least one part of every batch", $"{shards}",
                $"launch at most {shards}; a new run can be given more shards, a resumed one keeps them");
        }

        (Shards, _ranks) = (shards, ranks);
    }

    /// <summary>S.</summary>
    public int Shards { get; }

    /// <summary>The first shard of a rank; those up to the first one of the next rank are its own.</summary>
    public int FirstOf(int rank) => (int)((long)rank * Shards / _ranks);

    /// <summary>The first row of a shard in a batch of <paramref name="size"/> rows; a small batch leaves some shards empty.</summary>
    public int RowOf(int shard, int size) => (int)((long)shard * size / Shards);

    /// <summary>The first row of a rank.</summary>
    public int FirstRowOf(int rank, int size) => RowOf(FirstOf(rank), size);

    /// <summary>
    /// The sums that a rank can take by itself, as shards from a first one on: the largest blocks of 1, 2, 4 … shards that begin at a
    /// multiple of their size.
    /// </summary>
    public IReadOnlyList<ShardBlock> BlocksOf(int rank)
    {
        List<ShardBlock> blocks = [];
        for (int shard = FirstOf(rank), end = FirstOf(rank + 1); shard < end;)
        {
            int length = 1;
            while (shard % (2 * length) == 0 && shard + (2 * length) <= end)
                length *= 2;
            blocks.Add(new ShardBlock(shard, length));
            shard += length;
        }

        return blocks;
    }
}

/// <summary>Neighboring shards that are added to each other.</summary>
/// <param name="First">The first one, a multiple of the length.</param>
/// <param name="Length">How many: a power of two.</param>
internal readonly record struct ShardBlock(int First, int Length)
{
    /// <summary>The first half.</summary>
    public ShardBlock Left => new(First, Length / 2);

    /// <summary>The second half.</summary>
    public ShardBlock Right => new(First + (Length / 2), Length / 2);

    /// <summary>Whether another block of the same length is the second half of what this one is the first half of.</summary>
    public bool IsFollowedBy(ShardBlock next) => Length == next.Length && First % (2 * Length) == 0 && next.First == First + Length;
}
