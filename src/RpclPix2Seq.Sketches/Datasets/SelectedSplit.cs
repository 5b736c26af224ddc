using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>
/// Some sketches of a stored split under the categories of a configuration. Four bytes a sketch, none if all are chosen as they lie.
/// </summary>
internal sealed class SelectedSplit : ISketchSplit
{
    private readonly ISketchSplit _stored;
    private readonly int[]? _chosen;
    private readonly int[] _categoryOfStored;
    private readonly float _largestOffset;

    /// <param name="stored">What is chosen from.</param>
    /// <param name="chosen">Positions in it, in the order wanted; null for all of it.</param>
    /// <param name="categoryOfStored">The category here of each category there.</param>
    /// <param name="largestOffset">What offsets are clamped to, in data units.</param>
    public SelectedSplit(ISketchSplit stored, int[]? chosen, int[] categoryOfStored, float largestOffset)
    {
        _stored = stored;
        _chosen = chosen;
        _categoryOfStored = categoryOfStored;
        _largestOffset = largestOffset;
    }

    public int Count => _chosen?.Length ?? _stored.Count;

    public LabelledSketch this[int index]
    {
        get
        {
            LabelledSketch stored = _stored[PlaceOf(index)];
            return stored with { Sketch = StrokeCleaning.Clamp(stored.Sketch, _largestOffset), Category = _categoryOfStored[stored.Category] };
        }
    }

    public int LengthOf(int index) => _stored.LengthOf(PlaceOf(index));

    private int PlaceOf(int index) => _chosen is null ? index : _chosen[index];
}
