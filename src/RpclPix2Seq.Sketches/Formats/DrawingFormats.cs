using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Formats.InkML;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.Svg;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>All formats in which drawings are read.</summary>
public sealed class DrawingFormats
{
    // Formats whose files hold many drawings; of all others a file is one drawing, and its folder says what they show.
    private static readonly HashSet<string> Collections =
        new(StringComparer.Ordinal) { NpzDrawings.FormatName, "quickdraw-ndjson", "quickdraw-bin", "kaggle-csv" };
    private readonly IDrawingFormat[] _all;

    /// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out.</param>
    public DrawingFormats(bool recognizedOnly = false)
    {
        // The more particular ones first: plain JSON takes whatever is left of that kind.
        _all =
        [
            new NpzDrawings(), new QuickDrawNdjsonFormat(recognizedOnly), new QuickDrawBinaryFormat(recognizedOnly),
            new KaggleDoodleFormat(recognizedOnly), new SvgFormat(), new InkMLFormat(), new ExcalidrawFormat(), new JsonStrokesFormat(),
        ];
    }

    /// <summary>The formats, in the order in which files are held against them.</summary>
    public IReadOnlyList<IDrawingFormat> All => _all;

    /// <summary>Whether a file of a format is a document with a drawing, not a collection of many.</summary>
    /// <param name="format">Its name.</param>
    public static bool IsDocument(string format) => !Collections.Contains(format);

    /// <summary>The format of a name, or null.</summary>
    public IDrawingFormat? Find(string name) => Array.Find(_all, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format that a file is in, or null if it is none of these.</summary>
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

/// <summary>One way in which drawings are stored in files.</summary>
public interface IDrawingFormat
{
    /// <summary>Its name on the command line: lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words, for tables and help.</summary>
    string Description { get; }

    /// <summary>Whether a file looks like this format. Never throws.</summary>
    /// <param name="fileName">The name without folder, and without ".gz".</param>
    /// <param name="head">The first bytes, at most 4,096, decompressed.</param>
    bool Recognizes(string fileName, ReadOnlySpan<byte> head);

    /// <summary>
    /// Reads the drawings one after the other, holding only a bounded part of the file in memory. A drawing that cannot be used is passed
    /// to <paramref name="skip"/>, and reading goes on.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="skip">Called for drawings that are left out.</param>
    /// <exception cref="InputException">While enumerating: the file as a whole cannot be read any further.</exception>
    IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip);
}
