using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Training;

/// <summary>
/// The order in which an epoch visits the sketches: every sketch once, shuffled for each epoch by the seed. In default mode the shuffled
/// order is cut into windows of several batches, each window is sorted by length and then cut into batches, and the batches are shuffled.
/// Sketches of similar length thus share a batch, so little is padded, while which sketches share a window is random. In reference mode the
/// order is a plain shuffle and the last batch is dropped, even when it is full (defect D-13). Takes four bytes per sketch and four per
/// batch.
/// </summary>
internal sealed class EpochOrder
{
    private const int WindowBatches = 20;
    private readonly int[] _order;
    private readonly int[] _batches;
    private readonly int _batchSize;

    private EpochOrder(int[] order, int[] batches, int batchSize)
    {
        _order = order;
        _batches = batches;
        _batchSize = batchSize;
    }

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Length;

    /// <summary>One batch, as positions in the split.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<int> this[int index]
    {
        get
        {
            int start = _batches[index] * _batchSize;
            return _order.AsSpan(start, Math.Min(_batchSize, _order.Length - start));
        }
    }

    /// <summary>Makes the order of one epoch.</summary>
    /// <param name="sketches">The training split.</param>
    /// <param name="config">Batch size, seed and compatibility.</param>
    /// <param name="epoch">The epoch; part of the shuffle's key.</param>
    /// <param name="attempt">How often the epoch was started over; also part of the key.</param>
    public static EpochOrder Make(ISketchSplit sketches, ModelConfig config, long epoch, long attempt = 0)
    {
        CounterRandom random = new(RandomPurpose.EpochOrder, config.Seed, epoch, attempt);
        int[] order = Positions(sketches.Count);
        random.Shuffle<int>(order);
        if (config.Compat == Compatibility.Reference)
            return new EpochOrder(order, Positions((order.Length - 1) / config.BatchSize), config.BatchSize);

        // The last, partial batch holds random sketches, not the longest ones of a window.
        SortWindows(
            order.AsSpan(0, order.Length - (order.Length % config.BatchSize)), sketches,
            (int)Math.Min((long)WindowBatches * config.BatchSize, order.Length));
        int[] batches = Positions((int)(((long)order.Length + config.BatchSize - 1) / config.BatchSize));
        random.Shuffle<int>(batches);
        return new EpochOrder(order, batches, config.BatchSize);
    }

    private static void SortWindows(Span<int> order, ISketchSplit sketches, int window)
    {
        int[] lengths = new int[window];
        while (!order.IsEmpty)
        {
            Span<int> part = order[..Math.Min(window, order.Length)];
            for (int i = 0; i < part.Length; i++)
                lengths[i] = sketches.LengthOf(part[i]);
            lengths.AsSpan(0, part.Length).Sort(part);
            order = order[part.Length..];
        }
    }

    private static int[] Positions(int count)
    {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++)
            positions[i] = i;
        return positions;
    }
}
