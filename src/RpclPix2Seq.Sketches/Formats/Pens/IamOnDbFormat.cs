using System.Globalization;
using System.Numerics;
using System.Xml;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Pens;

/// <summary>Whiteboard sessions of IAM-OnDB, one drawing each: a stroke for every Stroke element, with its Points. y points down.</summary>
internal sealed class IamOnDbFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "iam-ondb";

    /// <inheritdoc/>
    public string Description => "IAM-OnDB whiteboard sessions, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        XmlInput.LooksLikeXml(head) && head.IndexOf("<WhiteboardCaptureSession"u8) >= 0;

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        List<Vector2[]> strokes = XmlInput.Read(file.Path, file.ReadDocument(), reader => Strokes(reader, file)).ToStrokes();
        if (strokes.Count == 0)
            throw new InputException(file.Path, "", "strokes with points", "none");
        yield return new Drawing { Where = "the drawing", Strokes = strokes, IsRaw = true };
    }

    private static Outline Strokes(XmlReader reader, DrawingFile file)
    {
        Outline outline = new(file.Path, file.Limits.Points);
        int points = 0;
        while (XmlInput.Next(reader, file))
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "Stroke")
                End();
            if (reader.LocalName != "Point")
                continue;
            (double x, double y) = (Number(reader, "x", file), Number(reader, "y", file));
            if (points++ == 0)
                outline.MoveTo(x, y);
            else
                outline.LineTo(x, y);
        }

        End();
        return outline;

        void End()
        {
            // A single point is a dot.
            if (points == 1)
                outline.Close();
            points = 0;
        }
    }

    private static double Number(XmlReader reader, string name, DrawingFile file) =>
        double.TryParse(reader.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InputException(file.Path, XmlInput.Place(reader), $"a number {name} of a Point", "none");
}
