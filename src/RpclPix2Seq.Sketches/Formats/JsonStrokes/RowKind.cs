namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>What the rows of a drawing are.</summary>
internal enum RowKind
{
    /// <summary>Points, without doubt.</summary>
    Points,

    /// <summary>So few and short that they are points, but that says nothing of other drawings.</summary>
    ShortPoints,

    /// <summary>Points, unless another drawing tells otherwise.</summary>
    RatherPoints,

    /// <summary>Columns, unless another drawing tells otherwise.</summary>
    RatherColumns,

    /// <summary>Columns, without doubt.</summary>
    Columns,

    /// <summary>Neither.</summary>
    Unequal,
}
