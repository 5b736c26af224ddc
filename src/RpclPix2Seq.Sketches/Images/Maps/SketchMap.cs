using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>
/// Drawings on a plane, a dot each in the colour of its group, some of them as small cards that do not overlap. <see cref="MapPng"/> and
/// <see cref="MapSvg"/> draw it alike; a unit is as long to the right as upwards.
/// </summary>
public sealed record SketchMap
{
    /// <summary>The heading; default none.</summary>
    public string Title { get; init; } = "";

    /// <summary>A line under the heading; default none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The drawings.</summary>
    public required IReadOnlyList<MapPoint> Points { get; init; }

    /// <summary>The groups, in the order of the legend.</summary>
    public required IReadOnlyList<MapGroup> Groups { get; init; }

    /// <summary>Gaussians of the plane; default none.</summary>
    public IReadOnlyList<MapEllipse> Ellipses { get; init; } = [];

    /// <summary>What the first row of the sketches means; default <see cref="FirstRow.Move"/>.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>Checks every value.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">A value is out of range; names it.</exception>
    public SketchMap Validate()
    {
        Check(Points.Count > 0, "points", "at least one", "none");
        for (int i = 0; i < Points.Count; i++)
        {
            MapPoint point = Points[i];
            Check(double.IsFinite(point.X) && double.IsFinite(point.Y), $"point {i}", "a finite place", $"({point.X}, {point.Y})");
            Check(point.Group >= 0 && point.Group < Groups.Count, $"point {i}", $"one of {Groups.Count} groups", $"group {point.Group}");
        }

        foreach (MapEllipse ellipse in Ellipses)
        {
            bool good = double.IsFinite(ellipse.X) && double.IsFinite(ellipse.Y) && double.IsFinite(ellipse.XX + ellipse.XY + ellipse.YY);
            Check(good, $"ellipse {ellipse.Label}", "finite numbers", $"{ellipse}");
        }

        Check(Groups.All(group => group.Colour >= 0) && Ellipses.All(ellipse => ellipse.Colour is null or >= 0), "colours", "numbers from 0", "a negative one");
        return this;
    }

    private static void Check(bool good, string name, string expected, string found)
    {
        if (!good)
            throw new InputException("map", name, expected, found);
    }
}
