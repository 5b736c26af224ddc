using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary>Chooses sketches of a dataset to show.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="splits">The splits to choose from.</param>
internal sealed class ViewChoice(DatasetFolder dataset, IReadOnlyList<DatasetSplit> splits)
{
    private readonly CategoryIndex[] _indices =
        [.. splits.Select(split => CategoryIndex.Read(dataset.Split(split), dataset.Manifest.Description.Categories.Count))];

    /// <summary>The number of sketches of a category in these splits.</summary>
    public int CountOf(int category) => _indices.Sum(index => index[category].Length);

    /// <summary>The positions of sketches of a category.</summary>
    /// <param name="category">The category.</param>
    /// <param name="sort">Which sketches, and in which order.</param>
    /// <param name="count">The largest number of sketches.</param>
    /// <param name="seed">The seed of the random choice.</param>
    public IReadOnlyList<(DatasetSplit Split, int Index)> Choose(int category, ViewSort sort, int count, long seed)
    {
        int total = CountOf(category);
        IEnumerable<int> chosen = sort switch
        {
            ViewSort.Random => ByLot(total, count, new CounterRandom(RandomPurpose.Shown, seed, category)),
            ViewSort.Length => Longest(category, total, count),
            _ => Enumerable.Range(0, Math.Min(count, total)),
        };
        return [.. chosen.Select(position => PlaceOf(category, position))];
    }

    private static int[] ByLot(int total, int count, CounterRandom random)
    {
        // The time of Floyd's sampling grows with the number chosen, not with the number available; a shuffle gives the order.
        HashSet<int> chosen = [];
        for (int last = Math.Max(0, total - count); last < total; last++)
        {
            if (!chosen.Add(random.NextInt(last + 1)))
                chosen.Add(last);
        }

        int[] order = [.. chosen.Order()];
        random.Shuffle<int>(order);
        return order;
    }

    private IEnumerable<int> Longest(int category, int total, int count)
    {
        PriorityQueue<int, (int Length, int Position)> longest = new();
        for (int position = 0; position < total; position++)
        {
            (DatasetSplit split, int index) = PlaceOf(category, position);
            longest.Enqueue(position, (dataset.Split(split).LengthOf(index), -position));
            if (longest.Count > count)
                longest.Dequeue();
        }

        List<int> order = [];
        while (longest.TryDequeue(out int position, out _))
            order.Add(position);
        return order.AsEnumerable().Reverse();
    }

    private (DatasetSplit Split, int Index) PlaceOf(int category, int position)
    {
        for (int i = 0; i < splits.Count; i++)
        {
            ReadOnlySpan<int> indices = _indices[i][category];
            if (position < indices.Length)
                return (splits[i], indices[position]);
            position -= indices.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(position));
    }
}

/// <summary>Which sketches of a category are shown, and in which order.</summary>
internal enum ViewSort
{
    /// <summary>A random choice.</summary>
    Random,

    /// <summary>Those with the most points, the longest first.</summary>
    Length,

    /// <summary>The first ones, in the order of the data.</summary>
    Index,
}
