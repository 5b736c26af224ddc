namespace RpclPix2Seq;

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
/// <param name="Category">Index into the dataset's categories. Training uses it only if <c>category_weight</c> is above 0.</param>
/// <param name="Index">Position in its file's split.</param>
public readonly record struct LabeledSketch(Sketch Sketch, int Category, int Index);
