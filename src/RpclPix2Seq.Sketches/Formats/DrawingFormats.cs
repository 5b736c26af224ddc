using RpclPix2Seq.Sketches.Formats.Canvases;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Formats.InkML;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Pens;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.Svg;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>All formats that drawings can be read from.</summary>
internal sealed class DrawingFormats
{
    // Formats whose files hold many drawings. In all others a file is one drawing, and its folder says what it shows.
    private static readonly HashSet<string> Collections =
        new(StringComparer.Ordinal) { NpzDrawings.FormatName, "quickdraw-ndjson", "quickdraw-bin", "kaggle-csv" };
    private readonly IDrawingFormat[] _all;

    /// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out.</param>
    public DrawingFormats(bool recognizedOnly = false)
    {
        // The more specific ones first: plain JSON takes any other JSON.
        _all =
        [
            new NpzDrawings(), new QuickDrawNdjsonFormat(recognizedOnly), new QuickDrawBinaryFormat(recognizedOnly),
            new KaggleDoodleFormat(recognizedOnly), new SvgFormat(), new InkMLFormat(), new IamOnDbFormat(), new XournalFormat(),
            new OmniglotFormat(), new UnipenFormat(), new ExcalidrawFormat(), new ExcalidrawNoteFormat(), new TldrawFormat(),
            new KonvaFormat(), new FabricFormat(), new JsonStrokesFormat(),
        ];
    }

    /// <summary>The formats, in the order in which they are tried on a file.</summary>
    public IReadOnlyList<IDrawingFormat> All => _all;

    /// <summary>Whether a file of this format is a document with one drawing, not a collection of many.</summary>
    /// <param name="format">Its name.</param>
    public static bool IsDocument(string format) => !Collections.Contains(format);

    /// <summary>The format with this name, or null.</summary>
    public IDrawingFormat? Find(string name) => Array.Find(_all, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format of a file, or null if it is none of these.</summary>
    public IDrawingFormat? Recognize(DrawingFile file)
    {
        foreach (IDrawingFormat format in _all)
        {
            if (format.Recognizes(file.Name, file.Head))
                return format;
        }

        return null;
    }
}

/// <summary>A file format for drawings.</summary>
internal interface IDrawingFormat
{
    /// <summary>Its name on the command line: lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>A short description, for tables and help.</summary>
    string Description { get; }

    /// <summary>Whether a file looks like it is in this format. Never throws.</summary>
    /// <param name="fileName">The name without its folder and without ".gz".</param>
    /// <param name="head">The first bytes, at most 4,096, decompressed.</param>
    bool Recognizes(string fileName, ReadOnlySpan<byte> head);

    /// <summary>
    /// Reads the drawings one by one, holding only a bounded part of the file in memory. A drawing that cannot be used is passed to
    /// <paramref name="skip"/>, and reading continues.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="skip">Called for drawings that are skipped.</param>
    /// <exception cref="InputException">While enumerating: the rest of the file cannot be read.</exception>
    IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip);
}
