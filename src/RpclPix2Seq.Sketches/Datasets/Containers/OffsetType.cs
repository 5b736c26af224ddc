namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>How a container holds Δx and Δy.</summary>
public enum OffsetType
{
    /// <summary>16-bit integers: every offset is a whole number from −32,768 to 32,767.</summary>
    Int16,

    /// <summary>Single precision, as they are.</summary>
    Float32,
}
