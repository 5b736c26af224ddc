namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// Drawings in plain JSON. A drawing is a list of strokes, or an object with such a list as "strokes" or "drawing" and optionally
/// "category", "word" or "label" and "id", "key" or "key_id". A document is one drawing or a list of them. y points down. Also read: what
/// react-sketch-canvas, react-canvas-draw, MyScript and hanzi-writer export (<see cref="JsonNames"/>).
/// </summary>
/// <remarks>
/// A stroke is a list of points, [x, y] (further numbers are ignored) or {"x": …, "y": …}; or {"points": …} with such a list or with x and
/// y in turn; or {"x": […], "y": […]}; or two columns [[x…], [y…]], optionally followed by times, pressures and tilts. A list of points
/// alone is a drawing of one stroke. In a list of objects with "points", those with a "category" or "word" are drawings, the others
/// strokes. Rows are columns if every stroke of the drawing has two or three of them (up to six if they are long), all of the same length
/// within a stroke. If all rows of the drawing have the same length, they could also be points. Then they are points under "points" and
/// columns under "drawing", the name that Quick, Draw! uses. Otherwise the first unambiguous drawing of the document decides; if there is
/// none, rows of more than three numbers are columns. "stroke3" holds stroke-3 rows [Δx, Δy, 0 or 1], which count as already prepared. Rows
/// without a name, a list of sketches of such rows, and {"train": …, "valid": …, "test": …} with such lists are told by their pens (<see
/// cref="JsonRows"/>), in stroke-3 and stroke-5.
/// </remarks>
internal sealed class JsonStrokesFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "json-strokes";

    /// <inheritdoc/>
    public string Description => "strokes as plain JSON, one drawing or a list of them";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && JsonInput.LooksLikeJson(head);

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        JsonDrawings drawings = new(file, file.ReadDocument());
        while (drawings.Next(out Drawing? drawing, out SkippedDrawing? skipped))
        {
            if (drawing is not null)
                yield return drawing;
            else if (skipped is { } left)
                skip(left);
        }
    }
}
