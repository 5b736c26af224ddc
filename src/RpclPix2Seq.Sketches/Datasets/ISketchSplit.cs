using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>The sketches of one split in order, in memory or on disk, with O(1) access to each. Thread-safe.</summary>
public interface ISketchSplit
{
    /// <summary>The number of sketches.</summary>
    int Count { get; }

    /// <summary>One sketch, in data units.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    LabeledSketch this[int index] { get; }

    /// <summary>The number of rows of one sketch, without reading them; at least 1.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    int LengthOf(int index);
}

/// <summary>A sketch and the category that its file stands for.</summary>
/// <param name="Sketch">The strokes, in data units.</param>
/// <param name="Category">Index into the dataset's categories. Never seen by training.</param>
/// <param name="Index">Position in its file's split.</param>
public readonly record struct LabeledSketch(Sketch Sketch, int Category, int Index);

/// <summary>A split whose sketches are in memory.</summary>
public sealed class MemorySplit : ISketchSplit
{
    private readonly LabeledSketch[] _sketches;

    /// <summary>Wraps <paramref name="sketches"/>; the array must not be changed afterward.</summary>
    public MemorySplit(params LabeledSketch[] sketches)
    {
        _sketches = sketches;
    }

    /// <inheritdoc/>
    public int Count => _sketches.Length;

    /// <inheritdoc/>
    public LabeledSketch this[int index] => _sketches[index];

    /// <inheritdoc/>
    public int LengthOf(int index) => _sketches[index].Sketch.Length;
}

/// <summary>
/// A selection of the sketches of a stored split, with the categories of a configuration. Takes four bytes per sketch, or none if all are
/// chosen in stored order.
/// </summary>
internal sealed class SelectedSplit : ISketchSplit
{
    private readonly ISketchSplit _stored;
    private readonly int[]? _chosen;
    private readonly int[] _categoryOfStored;
    private readonly float _largestOffset;

    /// <param name="stored">The split to choose from.</param>
    /// <param name="chosen">Positions in it, in the desired order; null for all of it.</param>
    /// <param name="categoryOfStored">For each category of the stored split, the category here.</param>
    /// <param name="largestOffset">Offsets are clamped to this, in data units.</param>
    public SelectedSplit(ISketchSplit stored, int[]? chosen, int[] categoryOfStored, float largestOffset)
    {
        _stored = stored;
        _chosen = chosen;
        _categoryOfStored = categoryOfStored;
        _largestOffset = largestOffset;
    }

    public int Count => _chosen?.Length ?? _stored.Count;

    public LabeledSketch this[int index]
    {
        get
        {
            LabeledSketch stored = _stored[PlaceOf(index)];
            return stored with
            {
                Sketch = StrokeCleaning.Clamp(stored.Sketch, _largestOffset),
                Category = _categoryOfStored[stored.Category],
            };
        }
    }

    public int LengthOf(int index) => _stored.LengthOf(PlaceOf(index));

    private int PlaceOf(int index) => _chosen is null ? index : _chosen[index];
}

/// <summary>A seeded choice of test sketches.</summary>
internal static class TestChoice
{
    /// <summary>At most <paramref name="perCategory"/> of each category, in the order of the categories and of their files.</summary>
    /// <exception cref="InputException">There is no test sketch at all.</exception>
    public static LabeledSketch[] Choose(SketchDataset data, int perCategory, long seed)
    {
        LabeledSketch[] chosen = Choose(data.Test, perCategory, seed);
        return chosen.Length > 0
            ? chosen
            : throw new InputException("the test split", "", "at least one sketch", "none", "the data files have no test sketches");
    }

    /// <summary>Like <see cref="Choose(SketchDataset, int, long)"/>, for any split; returns none for an empty one.</summary>
    public static LabeledSketch[] Choose(ISketchSplit split, int perCategory, long seed)
    {
        List<LabeledSketch> chosen = [];
        IEnumerable<LabeledSketch> all = Enumerable.Range(0, split.Count).Select(i => split[i]);
        foreach (IGrouping<int, LabeledSketch> category in all.GroupBy(s => s.Category).OrderBy(g => g.Key))
        {
            LabeledSketch[] sketches = [.. category];
            CounterRandom random = new(RandomPurpose.TestChoice, seed, category.Key);
            random.Shuffle<LabeledSketch>(sketches);
            chosen.AddRange(sketches.Take(perCategory).OrderBy(s => s.Index));
        }

        return [.. chosen];
    }
}
