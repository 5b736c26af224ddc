namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>What the first stroke-3 row of a sketch means (a property of how the data was made).</summary>
public enum FirstRow
{
    /// <summary>It moves the lifted pen to where the drawing begins (QuickDraw .npz files, and what the original always assumes).</summary>
    Move,

    /// <summary>It is drawn, from the origin (for example aaron_sheep and short_kanji).</summary>
    Ink,
}
