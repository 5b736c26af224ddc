namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The three sets that sketches of a dataset are divided into.</summary>
public enum DatasetSplit
{
    /// <summary>To train with.</summary>
    Train,

    /// <summary>To validate with while training.</summary>
    Valid,

    /// <summary>To test with afterwards.</summary>
    Test,
}
