using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>A split whose sketches are in memory.</summary>
internal sealed class MemorySplit : ISketchSplit
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
