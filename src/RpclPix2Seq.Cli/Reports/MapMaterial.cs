using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>What a map of codes shows.</summary>
/// <param name="Names">The drawings' names [N].</param>
/// <param name="Cells">The drawings [N].</param>
/// <param name="Projections">Their positions, by one or more methods.</param>
/// <param name="Colorings">Their groups, in one or more ways; the first is shown first.</param>
/// <param name="FirstRow">The meaning of the sketches' first row.</param>
internal sealed record MapMaterial(
    IReadOnlyList<string> Names, IReadOnlyList<SheetCell> Cells, IReadOnlyList<MapProjection> Projections,
    IReadOnlyList<MapColoring> Colorings, FirstRow FirstRow)
{
    /// <summary>One method's picture in the first coloring.</summary>
    /// <param name="projection">One of the projections.</param>
    /// <param name="subtitle">What is shown.</param>
    public SketchMap Picture(MapProjection projection, string subtitle)
    {
        MapColoring coloring = Colorings[0];
        return new SketchMap
        {
            Title = projection.Title,
            Subtitle = projection.Note.Length > 0 ? $"{subtitle}, {projection.Note}" : subtitle,
            Points = [
                .. Cells.Select((cell, i) => new MapPoint(projection.Places[2 * i], projection.Places[(2 * i) + 1], coloring.Of[i], cell))],
            Groups = coloring.Groups,
            Ellipses = coloring.Color == MapColor.Component
                ? projection.Ellipses
                : [.. projection.Ellipses.Select(ellipse => ellipse with { Color = null })],
            FirstRow = FirstRow,
        };
    }
}

/// <summary>Drawings' codes laid out on a plane.</summary>
/// <param name="Name">The method, as one word that is used in file names.</param>
/// <param name="Title">The title of the method.</param>
/// <param name="Note">A few words on what the plane shows.</param>
/// <param name="Places">[N, 2].</param>
/// <param name="Ellipses">The components of the mixture, colored by component; none where the method is not linear.</param>
internal sealed record MapProjection(string Name, string Title, string Note, double[] Places, IReadOnlyList<MapEllipse> Ellipses);

/// <summary>One way to sort drawings into colored groups.</summary>
/// <param name="Color">The kind of the groups.</param>
/// <param name="Groups">In the order of the legend.</param>
/// <param name="Of">The group of each drawing [N].</param>
internal sealed record MapColoring(MapColor Color, IReadOnlyList<MapGroup> Groups, int[] Of)
{
    /// <summary>Its name in one word.</summary>
    public string Name => Color == MapColor.Component ? "component" : "category";
}

/// <summary>What the colors of a map stand for.</summary>
internal enum MapColor
{
    /// <summary>The component of the mixture that a code most likely belongs to.</summary>
    Component,

    /// <summary>The category, which the model never saw.</summary>
    Category,
}
