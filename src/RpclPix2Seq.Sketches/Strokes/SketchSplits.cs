namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The sketches of one category, in the three sets of the sketch-rnn files.</summary>
/// <param name="Train">For training.</param>
/// <param name="Valid">For validation during training.</param>
/// <param name="Test">For testing afterward.</param>
public sealed record SketchSplits(Sketch[] Train, Sketch[] Valid, Sketch[] Test);

/// <summary>The three sets that sketches of a dataset are divided into.</summary>
public enum DatasetSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>For validation during training.</summary>
    Valid,

    /// <summary>For testing afterward.</summary>
    Test,
}
