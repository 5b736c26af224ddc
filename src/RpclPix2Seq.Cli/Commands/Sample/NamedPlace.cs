using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>A place of the latent space that a command line led to.</summary>
/// <param name="Point">The place.</param>
/// <param name="Drawings">The drawings whose mean code it is; none for a component.</param>
internal sealed record NamedPlace(LatentPoint Point, NamedDrawing[] Drawings)
{
    /// <summary>The mean of drawings.</summary>
    public static NamedPlace Of(string name, params NamedDrawing[] drawings) => new(LatentPoint.Of(name, [.. drawings.Select(drawing => drawing.Input)]), drawings);

    /// <summary>A single drawing.</summary>
    public static NamedPlace Of(NamedDrawing drawing) => Of(drawing.Label, drawing);

    /// <summary>As a sheet shows it at the end of a path: its drawing, or, where it is not one drawing, its name alone.</summary>
    /// <param name="size">Pixels a side of the model's pictures.</param>
    public SheetCell Cell(int size) => Drawings is [NamedDrawing only] ? only.Cell(size) with { Caption = only.Group } : SheetCell.Empty with { Caption = Point.Name };
}
