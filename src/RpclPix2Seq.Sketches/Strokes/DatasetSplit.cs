namespace RpclPix2Seq;

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
