using System.Numerics;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>A drawing that is being put together from the objects of a canvas, and what of it is not drawn.</summary>
internal sealed class CanvasPage(DrawingFile file)
{
    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);

    /// <summary>The lines.</summary>
    public Outline Outline { get; } = new(file.Path, file.Limits.Points);

    /// <summary>Names something that is not drawn: "text", "pictures".</summary>
    public void LeaveOut(string what) => _unread.Add(what);

    /// <summary>The drawing; null if it has no line.</summary>
    public Drawing? ToDrawing(string where)
    {
        List<Vector2[]> strokes = Outline.ToStrokes();
        return strokes.Count == 0 ? null : new Drawing { Where = where, Strokes = strokes, IsRaw = true, Unread = [.. _unread] };
    }

    /// <summary>The only drawing of a file.</summary>
    /// <exception cref="InputException">Nothing is drawn.</exception>
    public Drawing ToOnlyDrawing() => ToDrawing("the drawing") ?? throw Nothing();

    /// <summary>The error for a file that has nothing to draw.</summary>
    public InputException Nothing()
    {
        string found = _unread.Count == 0 ? "none" : $"only {string.Join(", ", _unread)}";
        return new InputException(file.Path, "", "lines or shapes that are painted", found, "text and pictures have no strokes");
    }

    /// <summary>Draws lines from point to point; a single point is a dot.</summary>
    public void DrawLines(ReadOnlySpan<double> points, bool isClosed = false)
    {
        if (points.Length < 2)
            return;
        Outline.MoveTo(points[0], points[1]);
        for (int i = 2; i + 1 < points.Length; i += 2)
            Outline.LineTo(points[i], points[i + 1]);
        if (isClosed || points.Length < 4)
            Outline.Close();
    }

    /// <summary>Whether a value of a paint shows: a color that is not transparent, or a gradient.</summary>
    public static bool IsPaint(JsonPart? value) => value switch
    {
        { Element.ValueKind: System.Text.Json.JsonValueKind.String } text =>
            text.Element.GetString() is { Length: > 0 } color && color is not ("transparent" or "none")
                && !color.Replace(" ", "", StringComparison.Ordinal).EndsWith(",0)", StringComparison.Ordinal),
        { Element.ValueKind: System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Array } => true,
        _ => false,
    };
}
