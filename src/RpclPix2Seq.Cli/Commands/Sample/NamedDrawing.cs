using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>A sketch or picture that a command line led to.</summary>
/// <param name="Input">What the encoder looks at.</param>
/// <param name="Group">What drawings of its kind are called: the category of a sketch, a picture's file name without its extension.</param>
/// <param name="Category">The category, or null for a picture.</param>
/// <param name="File">The file it is from.</param>
/// <param name="Index">Its position in a file of sketches, or null for a picture.</param>
internal sealed record NamedDrawing(EncoderInput Input, string Group, string? Category, string File, int? Index)
{
    /// <summary>A sketch of a file.</summary>
    public static NamedDrawing Of(Sketch sketch, string category, string file, int index) => new(EncoderInput.Of(sketch), category, category, file, index);

    /// <summary>What it is called in messages: its file, and which sketch of it.</summary>
    public string Label => Index is { } index ? $"{File}#{index}" : File;

    /// <summary>As a sheet shows it: strokes as strokes, a picture as the encoder sees it.</summary>
    /// <param name="size">Pixels a side of the model's pictures.</param>
    public SheetCell Cell(int size) => Input.Sketch is { } sketch ? SheetCell.Of(sketch) : SheetCell.Of(new SheetPicture(Input.Picture.Span, size, size));

    /// <summary>How a manifest lists what was drawn after it.</summary>
    public SampleEntry Entry(string name, GeneratedSketch drawn) => new(name, Category, File, Index, drawn.Component, drawn.Sketch.Length);

    /// <summary>A name for each drawing: its group and a number, counted anew in each group.</summary>
    public static string[] Names(IReadOnlyList<string> groups)
    {
        Dictionary<string, int> counts = [];
        return [.. groups.Select(group => $"{group}_{counts[group] = counts.GetValueOrDefault(group, -1) + 1}")];
    }
}
