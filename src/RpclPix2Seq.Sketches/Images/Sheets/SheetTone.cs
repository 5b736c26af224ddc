namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>The card that a cell is shown on.</summary>
public enum SheetTone
{
    /// <summary>A white card: what is given, such as an original.</summary>
    White,

    /// <summary>A pale blue card: what a model made, such as a reconstruction.</summary>
    Pale,

    /// <summary>A pale yellow card: what stands out from the rest.</summary>
    Warm,
}
