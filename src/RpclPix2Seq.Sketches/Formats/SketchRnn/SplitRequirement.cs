namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Which splits of a file must be there and hold at least one item; the others may be missing or empty.</summary>
[Flags]
public enum SplitRequirement
{
    /// <summary>None, as long as the file has at least one split.</summary>
    None = 0,

    /// <summary>The training split.</summary>
    Train = 1,

    /// <summary>The validation split.</summary>
    Valid = 2,

    /// <summary>The test split.</summary>
    Test = 4,

    /// <summary>All three.</summary>
    All = Train | Valid | Test,
}
