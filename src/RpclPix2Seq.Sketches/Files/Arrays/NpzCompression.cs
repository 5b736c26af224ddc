namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>How hard the members of a .npz file are compressed.</summary>
public enum NpzCompression
{
    /// <summary>Not at all.</summary>
    Stored,

    /// <summary>Quickly: for pictures, which shrink tenfold anyway.</summary>
    Fastest,

    /// <summary>Well.</summary>
    Optimal,
}
