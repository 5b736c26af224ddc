using System.Text.Json;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>
/// What fabric.js's <c>toJSON()</c> writes: a canvas with its objects, one drawing a file. Paths, lines, polylines, polygons, rectangles,
/// triangles, circles, ellipses and groups of them are drawn, placed by their origin, angle, scale, skew and flip. y points down.
/// </summary>
/// <remarks>Invisible objects are left out. Text, pictures, erasers and others are reported as unread. Rounded corners are sharp.</remarks>
internal sealed class FabricFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "fabric";

    /// <inheritdoc/>
    public string Description => "fabric.js's JSON, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        JsonInput.LooksLikeJson(head) && JsonDocuments.HasName(head, "\"objects\""u8, '[')
            && JsonDocuments.HasName(head, "\"type\""u8, '"');

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using JsonDocument document = JsonDocuments.Parse(file, file.ReadDocument());
        JsonPart canvas = new(file, "", document.RootElement);
        if (canvas.Find("objects") is not { Element.ValueKind: JsonValueKind.Array } objects)
            throw new InputException(file.Path, "objects", "a list of the canvas's objects", "none");
        CanvasPage page = new(file);
        if (canvas.Has("backgroundImage") || canvas.Has("overlayImage"))
            page.LeaveOut("pictures");
        FabricObjects drawn = new(page, canvas.Text("version"));
        foreach (JsonPart one in objects.Items())
            drawn.Draw(one, Svg.Reading.Affine.Identity);
        return [page.ToOnlyDrawing()];
    }
}
