namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>A split whose sketches are in memory.</summary>
public sealed class MemorySplit : ISketchSplit
{
    private readonly LabelledSketch[] _sketches;

    /// <summary>Wraps <paramref name="sketches"/>; the array must not be changed afterwards.</summary>
    public MemorySplit(params LabelledSketch[] sketches)
    {
        ArgumentNullException.ThrowIfNull(sketches);
        _sketches = sketches;
    }

    /// <inheritdoc/>
    public int Count => _sketches.Length;

    /// <inheritdoc/>
    public LabelledSketch this[int index] => _sketches[index];

    /// <inheritdoc/>
    public int LengthOf(int index) => _sketches[index].Sketch.Length;
}
