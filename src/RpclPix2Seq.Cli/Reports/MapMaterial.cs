using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>What a map of codes shows.</summary>
/// <param name="Names">The drawings' names [N].</param>
/// <param name="Cells">The drawings [N].</param>
/// <param name="Projections">Their places, by one or more methods.</param>
/// <param name="Colourings">Their groups, in one or more ways; the first is shown first.</param>
/// <param name="FirstRow">What the sketches' first row means.</param>
internal sealed record MapMaterial(
    IReadOnlyList<string> Names, IReadOnlyList<SheetCell> Cells, IReadOnlyList<MapProjection> Projections, IReadOnlyList<MapColouring> Colourings, FirstRow FirstRow)
{
    /// <summary>One method's picture in the first colouring.</summary>
    /// <param name="projection">One of the projections.</param>
    /// <param name="subtitle">What is shown.</param>
    public SketchMap Picture(MapProjection projection, string subtitle)
    {
        MapColouring colouring = Colourings[0];
        return new SketchMap
        {
            Title = projection.Title,
            Subtitle = projection.Note.Length > 0 ? $"{subtitle}, {projection.Note}" : subtitle,
            Points = [.. Cells.Select((cell, i) => new MapPoint(projection.Places[2 * i], projection.Places[(2 * i) + 1], colouring.Of[i], cell))],
            Groups = colouring.Groups,
            Ellipses = colouring.Color == MapColor.Component ? projection.Ellipses : [.. projection.Ellipses.Select(ellipse => ellipse with { Colour = null })],
            FirstRow = FirstRow,
        };
    }
}
