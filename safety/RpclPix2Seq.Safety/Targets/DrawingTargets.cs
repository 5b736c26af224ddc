using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Canvases;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Formats.InkML;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Pens;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Strokes.Simplification;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Drawing files, all the way to the rows that an import would keep.</summary>
internal static class DrawingTargets
{
    /// <summary>
    /// Limits of a fuzzed file. What a document may expand to is proportional not to its length but to these: uses of uses, and curves of a
    /// few bytes that take a thousand points.
    /// </summary>
    private static readonly DrawingLimits Limits = new() { Points = 20_000, DocumentBytes = 1 << 20, FreeDecompressedBytes = 1 << 20 };

    // Three buffers of 64 KiB; two points of 16 bytes per byte of a list, in lists that grow by doubling.
    private static readonly Allowance Text = new(2 << 20, 1024);

    // 20,000 elements and 40,000 segments drawn twice, whatever the document says.
    private static readonly Allowance Pictures = new(48 << 20, 4096);

    private static readonly GoogleSimplification Simplification = new();

    public static IEnumerable<FuzzTarget> All()
    {
        yield return Of(new QuickDrawNdjsonFormat(), "a.ndjson", DrawingSeeds.Ndjson, DrawingSeeds.JsonWords, Text);
        yield return Of(new QuickDrawBinaryFormat(), "a.bin", DrawingSeeds.Bin, [], Text);
        yield return Of(new KaggleDoodleFormat(), "a.csv", DrawingSeeds.Csv, DrawingSeeds.CsvWords, Text);
        yield return Of(new JsonStrokesFormat(), "a.json", DrawingSeeds.Json, DrawingSeeds.JsonWords, Text);
        yield return Of(new ExcalidrawFormat(), "a.excalidraw", DrawingSeeds.Excalidraw, DrawingSeeds.JsonWords, Pictures);
        yield return Of(new SvgFormat(), "a.svg", DrawingSeeds.Svg, DrawingSeeds.SvgWords, Pictures);
        yield return Of(new InkMLFormat(), "a.inkml", DrawingSeeds.InkMl, DrawingSeeds.SvgWords, Pictures);
        yield return Of(new ExcalidrawNoteFormat(), "a.excalidraw.md", DrawingSeeds.ExcalidrawNotes, DrawingSeeds.JsonWords, Pictures);
        yield return Of(new KonvaFormat(), "a.json", CanvasSeeds.Konva, CanvasSeeds.Words, Pictures);
        yield return Of(new FabricFormat(), "a.json", CanvasSeeds.Fabric, CanvasSeeds.Words, Pictures);
        yield return Of(new TldrawFormat(), "a.tldr", CanvasSeeds.Tldraw, CanvasSeeds.Words, Pictures);
        yield return Of(new IamOnDbFormat(), "a.xml", DrawingSeeds.IamOnDb, DrawingSeeds.SvgWords, Pictures);
        yield return Of(new XournalFormat(), "a.xopp", DrawingSeeds.Xournal, DrawingSeeds.SvgWords, Pictures);
        yield return Of(new OmniglotFormat(), "a.txt", DrawingSeeds.Omniglot, DrawingSeeds.PenWords, Text);
        yield return Of(new UnipenFormat(), "a.unp", DrawingSeeds.Unipen, DrawingSeeds.PenWords, Pictures);
        yield return Of(
            new QuickDrawNdjsonFormat(), "a.ndjson.gz", [.. DrawingSeeds.Ndjson.Select(text => GzipEnvelope.Of(text))], [],
            new(8 << 20, 1032 * 64)) with
        {
            Name = "gzip",
        };

        DrawingFormats formats = new();
        byte[][] all =
        [
            .. DrawingSeeds.Ndjson, .. DrawingSeeds.Bin, .. DrawingSeeds.Csv, .. DrawingSeeds.Json, .. DrawingSeeds.Excalidraw,
            .. DrawingSeeds.Svg, .. DrawingSeeds.InkMl, .. DrawingSeeds.ExcalidrawNotes, .. DrawingSeeds.IamOnDb, .. DrawingSeeds.Xournal,
            .. DrawingSeeds.Omniglot, .. DrawingSeeds.Unipen, .. CanvasSeeds.Konva, .. CanvasSeeds.Fabric, .. CanvasSeeds.Tldraw,
        ];
        yield return new FuzzTarget
        {
            Name = "recognition",
            FileName = "a.unknown",
            Seeds = all,
            Tokens = [.. DrawingSeeds.JsonWords, .. DrawingSeeds.SvgWords],
            Allowance = Pictures,
            Read = input =>
            {
                DrawingFile file = DrawingFile.At(input.Path, Limits);
                if (formats.Recognize(file) is { } format)
                    Read(format, file);
            },
        };
    }

    private static FuzzTarget Of(IDrawingFormat format, string fileName, byte[][] seeds, byte[][] words, Allowance allowance) => new()
    {
        Name = format.Name,
        FileName = fileName,
        Seeds = seeds,
        Tokens = words,
        Allowance = allowance,
        Read = input => Read(format, DrawingFile.At(input.Path, Limits)),
    };

    private static void Read(IDrawingFormat format, DrawingFile file)
    {
        foreach (Drawing drawing in format.Read(file, Promise.Told))
        {
            Promise.Strokes(drawing);
            if (drawing.IsRaw)
                _ = Polylines.ToStroke3(Simplification.Apply(drawing.Strokes, drawing.IsQuickDraw), FirstRow.Move);
        }
    }
}
