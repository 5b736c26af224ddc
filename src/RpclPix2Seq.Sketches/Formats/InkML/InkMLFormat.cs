using System.Numerics;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>
/// W3C InkML (Recommendation of 2011), one drawing per document: a stroke for every trace, with its continuations. Channels X and Y are
/// used, and any other channels of the trace format are ignored. y points down and is kept as it is, and so is
/// the annotation of the type truth.
/// </summary>
/// <remarks>Pen-up traces, traces that are only defined, trace views, and mappings of channels or canvases are left out.</remarks>
internal sealed class InkMLFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "inkml";

    /// <inheritdoc/>
    public string Description => "W3C InkML, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".inkml", StringComparison.OrdinalIgnoreCase)
            || (XmlInput.LooksLikeXml(head)
                && (head.IndexOf("<ink>"u8) >= 0 || head.IndexOf("<ink "u8) >= 0 || head.IndexOf("http://www.w3.org/2003/InkML"u8) >= 0));

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        InkTraces traces = InkTraces.Read(file, file.ReadDocument());
        Outline outline = new(file.Path, file.Limits.Points);
        foreach (InkTrace trace in traces.Traces)
            InkTraceData.Draw(trace, traces.ChannelsOf(trace), file.Path, outline);
        List<Vector2[]> strokes = outline.ToStrokes();
        if (strokes.Count == 0)
            throw new InputException(file.Path, "", "traces with points", "none");
        yield return new Drawing { Where = "the drawing", Strokes = strokes, Truth = traces.Truth, IsRaw = true };
    }
}
