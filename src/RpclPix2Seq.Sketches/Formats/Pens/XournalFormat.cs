using System.Numerics;
using System.Xml;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Pens;

/// <summary>Documents of Xournal and Xournal++ (.xopp, compressed or not), one drawing a page: its pen strokes. y points down.</summary>
/// <remarks>Text, pictures and TeX are not read, which is named; backgrounds are left out.</remarks>
internal sealed class XournalFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "xournal";

    /// <inheritdoc/>
    public string Description => "Xournal++ documents, one drawing a page";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".xopp", StringComparison.OrdinalIgnoreCase)
            || (XmlInput.LooksLikeXml(head) && head.IndexOf("<xournal"u8) >= 0);

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        List<Page> pages = XmlInput.Read(file.Path, file.ReadDocument(), reader => Pages(reader, file));
        List<Drawing> drawings = [];
        for (int i = 0; i < pages.Count; i++)
        {
            List<Vector2[]> strokes = pages[i].Outline.ToStrokes();
            if (strokes.Count > 0)
                drawings.Add(new Drawing { Where = $"page {i + 1}", Strokes = strokes, IsRaw = true, Unread = [.. pages[i].Unread] });
        }

        return drawings.Count > 0 ? drawings : throw new InputException(file.Path, "", "pages with pen strokes", "none");
    }

    private static List<Page> Pages(XmlReader reader, DrawingFile file)
    {
        List<Page> pages = [];
        while (XmlInput.Next(reader, file))
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "page")
                pages.Add(new Page(new Outline(file.Path, file.Limits.Points), []));
            if (pages.Count == 0)
                continue;
            if (reader.LocalName is "text" or "image" or "teximage")
                pages[^1].Unread.Add(reader.LocalName == "text" ? "text" : "pictures");
            if (reader.LocalName == "stroke" && reader.GetAttribute("tool") == "eraser")
                pages[^1].Unread.Add("erasers");
            else if (reader.LocalName == "stroke")
                Draw(XmlInput.ReadText(reader, file), pages[^1].Outline);
        }

        return pages;
    }

    /// <summary>Draws pairs of numbers up to the first that is none; returns how many.</summary>
    private static int Draw(string text, Outline outline)
    {
        NumberScanner scanner = new(text);
        int count = 0;
        for (scanner.SkipSpace(); scanner.TryNumber(out double x); scanner.SkipSpace(), count++)
        {
            scanner.SkipSpace();
            if (!scanner.TryNumber(out double y))
                break;
            if (count == 0)
                outline.MoveTo(x, y);
            else
                outline.LineTo(x, y);
        }

        // A single point is a dot.
        if (count == 1)
            outline.Close();
        return count;
    }

    private sealed record Page(Outline Outline, SortedSet<string> Unread);
}
