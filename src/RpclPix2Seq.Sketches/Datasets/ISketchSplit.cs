namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>The sketches of one split in order, in memory or on disk; each is reached in O(1). Safe for several threads.</summary>
public interface ISketchSplit
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>One sketch, in data units.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    LabelledSketch this[int index] { get; }

    /// <summary>The rows of one sketch, without reading them; at least 1.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    int LengthOf(int index);
}
