using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>A sketch or picture named on the command line.</summary>
/// <param name="Input">The encoder's input.</param>
/// <param name="Group">The name of its group: the category of a sketch, a picture's file name without its extension.</param>
/// <param name="Category">The category, or null for a picture.</param>
/// <param name="File">The file it comes from.</param>
/// <param name="Index">Its position in a file of sketches, or null for a picture.</param>
internal sealed record NamedInput(EncoderInput Input, string Group, string? Category, string File, int? Index)
{
    /// <summary>A sketch of a file.</summary>
    public static NamedInput Of(Sketch sketch, string category, string file, int index) =>
        new(EncoderInput.Of(sketch), category, category, file, index);

    /// <summary>Its name in messages and reports, as verbs take it: the file, and the index of the sketch.</summary>
    public string Label { get; init; } = Index is { } index ? $"{File}#{index}" : File;

    /// <summary>As a sheet shows it: strokes as strokes, a picture as the encoder sees it.</summary>
    /// <param name="size">Width and height of the model's pictures, in pixels.</param>
    public SheetCell Cell(int size) => Input.Sketch is { } sketch
        ? SheetCell.Of(sketch)
        : SheetCell.Of(new SheetPicture(Input.Picture.Span, size, size));

    /// <summary>The manifest entry of a sketch that was drawn from it.</summary>
    public SampleEntry Entry(string name, GeneratedSketch drawn) => new(name, Category, File, Index, drawn.Component, drawn.Sketch.Length);

    /// <summary>How many there are, and how long they are together: what ranks compare.</summary>
    public static string Extent(IReadOnlyCollection<NamedInput> drawings) =>
        $"{drawings.Count} with {drawings.Sum(drawing => drawing.Input.Sketch?.Length ?? 0)} rows";

    /// <summary>A name for each drawing: its group and a number that restarts in each group.</summary>
    public static string[] Names(IReadOnlyList<string> groups)
    {
        Dictionary<string, int> counts = [];
        return [.. groups.Select(group => $"{group}_{counts[group] = counts.GetValueOrDefault(group, -1) + 1}")];
    }
}

/// <summary>A place in the latent space named on the command line.</summary>
/// <param name="Point">The place.</param>
/// <param name="Drawings">The drawings whose mean code it is; none for a component.</param>
internal sealed record NamedPlace(LatentPoint Point, NamedInput[] Drawings)
{
    /// <summary>The mean of drawings.</summary>
    public static NamedPlace Of(string name, params NamedInput[] drawings) =>
        new(LatentPoint.Of(name, [.. drawings.Select(drawing => drawing.Input)]), drawings);

    /// <summary>A single drawing.</summary>
    public static NamedPlace Of(NamedInput drawing) => Of(drawing.Label, drawing);

    /// <summary>As a sheet shows it at the end of a path: its drawing, or only its name if it is not a single drawing.</summary>
    /// <param name="size">Width and height of the model's pictures, in pixels.</param>
    public SheetCell Cell(int size) => Drawings is [NamedInput only] ? only.Cell(size) with
    {
        Caption = only.Group
    } : SheetCell.Empty with
    {
        Caption = Point.Name,
    };
}

/// <summary>Encodes the inputs named on the command line.</summary>
internal static class InputEncoder
{
    /// <summary>Encodes drawings and shows progress.</summary>
    public static SketchCodes Encode(
        LoadedModel loaded, IReadOnlyList<NamedInput> drawings, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "encoding", "drawings", drawings.Count);
        return SketchCodes.Of(loaded, [.. drawings.Select(drawing => drawing.Input)], done => progress.Report(done), cancellationToken);
    }
}
