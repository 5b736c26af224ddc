using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Reads files of drawings without making a dataset, into the same sketches that an import with its defaults would make.</summary>
internal static class DrawingReading
{
    private static readonly DrawingFormats Formats = new();

    /// <summary>The format of a file, or null if it is none that is known.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IDrawingFormat? FormatOf(DrawingFile file) => Formats.Recognize(file);

    /// <summary>Reads a file's drawings, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="firstRow">What the first rows of the sketches are to mean; of files of rows, what they mean.</param>
    /// <returns>At least one drawing, and its sketch of at least one row; drawings that cannot be used are left out.</returns>
    /// <exception cref="InputException">The file is damaged, of no known format, or has no drawing that can be used.</exception>
    public static IReadOnlyList<(Drawing Drawing, Sketch Sketch)> Read(DrawingFile file, FirstRow firstRow = FirstRow.Move)
    {
        if (ForeignFile.Error(file.Path, file.Head, "a drawing or a picture") is { } foreign)
            throw foreign;
        IDrawingFormat format = FormatOf(file) ?? throw new InputException(
            file.Path, "", "a drawing or a picture", "a file of another kind",
            $"formats: {string.Join(", ", Formats.All.Select(known => known.Name))}, PNG, JPEG");
        SketchMaker maker = new(ImportOptions.Default with { FirstRow = firstRow });
        List<(Drawing, Sketch)> sketches = [];
        SkippedDrawing? first = null;
        foreach (Drawing drawing in format.Read(file, skipped => first ??= skipped))
        {
            if (maker.SketchOf(drawing) is { Length: > 0 } sketch)
                sketches.Add((drawing, sketch));
        }

        return sketches.Count > 0 ? sketches : throw new InputException(
            file.Path, first?.Where ?? "", "a drawing", first?.Reason ?? "nothing with a line");
    }
}
