namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The sketches of one category, in the three sets of the sketch-rnn files.</summary>
/// <param name="Train">To train with.</param>
/// <param name="Valid">To validate with while training.</param>
/// <param name="Test">To test with afterward.</param>
public sealed record SketchSplits(Sketch[] Train, Sketch[] Valid, Sketch[] Test);

/// <summary>The three sets that sketches of a dataset are divided into.</summary>
public enum DatasetSplit
{
    /// <summary>To train with.</summary>
    Train,

    /// <summary>To validate with while training.</summary>
    Valid,

    /// <summary>To test with afterward.</summary>
    Test,
}
