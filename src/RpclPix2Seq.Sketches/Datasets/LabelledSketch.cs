using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>A sketch and the category that its file stands for.</summary>
/// <param name="Sketch">The strokes, in data units.</param>
/// <param name="Category">Index into the dataset's categories. Never seen by training.</param>
/// <param name="Index">Position in its file's split.</param>
public readonly record struct LabelledSketch(Sketch Sketch, int Category, int Index);
