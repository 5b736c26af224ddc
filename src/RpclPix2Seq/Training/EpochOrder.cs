using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Randomness;

namespace RpclPix2Seq.Training;

/// <summary>
/// In which order an epoch visits the sketches: every sketch once, anew shuffled each epoch by the seed. In default mode the shuffled order is
/// cut into windows of some batches, each window is sorted by length before it is cut into batches, and the batches are shuffled: sketches of
/// like length share a batch, so that little is padded, while which sketches share a window is random. In reference mode the order is plainly
/// shuffled and the last batch is left out, even when it is full (defect D-13).
/// </summary>
public static class EpochOrder
{
    private const int WindowBatches = 20;

    /// <summary>The batches of one epoch, as positions in the split.</summary>
    /// <param name="sketches">The training split.</param>
    /// <param name="config">Batch size, seed and compatibility.</param>
    /// <param name="epoch">The epoch, and…</param>
    /// <param name="attempt">…how often it was started over: both are part of the shuffle's key.</param>
    public static int[][] Batches(LabelledSketch[] sketches, ModelConfig config, long epoch, long attempt = 0)
    {
        ArgumentNullException.ThrowIfNull(sketches);
        ArgumentNullException.ThrowIfNull(config);
        CounterRandom random = new(RandomPurpose.EpochOrder, config.Seed, epoch, attempt);
        int[] order = [.. Enumerable.Range(0, sketches.Length)];
        random.Shuffle<int>(order);
        if (config.Compat == Compatibility.Reference)
            return [.. order.Chunk(config.BatchSize).Take((sketches.Length - 1) / config.BatchSize)];

        // What is left over is a random batch, not the longest sketches of a window.
        int rest = sketches.Length % config.BatchSize;
        List<int[]> batches = rest == 0 ? [] : [order[^rest..]];
        foreach (int[] window in order[..^rest].Chunk(WindowBatches * config.BatchSize))
        {
            int[] lengths = [.. window.Select(i => sketches[i].Sketch.Length)];
            Array.Sort(lengths, window);
            batches.AddRange(window.Chunk(config.BatchSize));
        }

        int[][] shuffled = [.. batches];
        random.Shuffle<int[]>(shuffled);
        return shuffled;
    }
}
