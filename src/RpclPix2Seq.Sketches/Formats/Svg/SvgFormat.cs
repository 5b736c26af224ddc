using System.Numerics;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Svg;

/// <summary>
/// SVG 1.1 and 2 documents, one drawing each, in px: the outlines of all paths and basic shapes that are painted (stroked or filled), in
/// document order. A stroke is what a pen draws without lifting: every moveto and every element starts one.
/// </summary>
/// <remarks>
/// Left out are elements that are not displayed, hidden, painted with neither fill nor stroke, or only defined; a filled rectangle without
/// a stroke that covers the picture as background; text, pictures and the content of other files. Of style sheets, rules for types, classes
/// and ids are read. Nothing is clipped or masked. What is not read is named (<see cref="Drawing.Unread"/>). Curves become polylines that
/// deviate by at most 1/1000 of the drawing's larger side; their ends are exact.
/// </remarks>
internal sealed class SvgFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "svg";

    /// <inheritdoc/>
    public string Description => "SVG pictures, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
            || fileName.EndsWith(".svgz", StringComparison.OrdinalIgnoreCase)
            || (XmlInput.LooksLikeXml(head) && (head.IndexOf("<svg"u8) >= 0 || head.IndexOf("http://www.w3.org/2000/svg"u8) >= 0));

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        SvgTree tree = SvgTree.Read(file, file.ReadDocument());
        List<Vector2[]> strokes = SvgRenderer.Render(file, tree, out SvgUnread unread).ToStrokes();
        if (strokes.Count == 0)
            throw new InputException(
                file.Path, "", "paths or shapes that are painted", "none", "text and pictures have no strokes: trace them first");
        yield return new Drawing { Where = "the drawing", Strokes = strokes, IsRaw = true, Unread = NamesOf(unread) };
    }
    private static string[] NamesOf(SvgUnread unread) =>
    [
        .. Enum.GetValues<SvgUnread>().Where(one => one != SvgUnread.None && unread.HasFlag(one)).Select(one => one switch
        {
            SvgUnread.Clips => "clipping paths, which are ignored",
            SvgUnread.Rules => "style sheet rules",
            _ => one.ToString().ToLowerInvariant(),
        }),
    ];
}
