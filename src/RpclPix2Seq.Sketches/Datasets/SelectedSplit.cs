using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>
/// Some sketches of a stored split under the categories of a configuration, offsets clamped as all sketches are before they are used
/// (specification §1, Per-sketch clean-up). Four bytes a sketch, none if all are chosen as they lie.
/// </summary>
internal sealed class SelectedSplit : ISketchSplit
{
    private readonly ISketchSplit _stored;
    private readonly int[]? _chosen;
    private readonly int[] _categoryOfStored;

    /// <param name="stored">What is chosen from.</param>
    /// <param name="chosen">Positions in it, in the order wanted; null for all of it.</param>
    /// <param name="categoryOfStored">The category here of each category there.</param>
    public SelectedSplit(ISketchSplit stored, int[]? chosen, int[] categoryOfStored)
    {
        _stored = stored;
        _chosen = chosen;
        _categoryOfStored = categoryOfStored;
    }

    public int Count => _chosen?.Length ?? _stored.Count;

    public LabelledSketch this[int index]
    {
        get
        {
            LabelledSketch stored = _stored[PlaceOf(index)];
            return stored with { Sketch = StrokeCleaning.Clamp(stored.Sketch), Category = _categoryOfStored[stored.Category] };
        }
    }

    public int LengthOf(int index) => _stored.LengthOf(PlaceOf(index));

    private int PlaceOf(int index) => _chosen is null ? index : _chosen[index];
}
