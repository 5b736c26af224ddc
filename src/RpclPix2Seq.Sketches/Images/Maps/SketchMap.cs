using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>
/// Drawings on a plane, each a dot in the color of its group, some of them as small cards that do not overlap. <see cref="MapPng"/> and
/// <see cref="MapSvg"/> draw the same layout; both axes have the same scale.
/// </summary>
internal sealed record SketchMap
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

        Check(Groups.All(group => group.Color >= 0)
            && Ellipses.All(ellipse => ellipse.Color is null or >= 0), "colors", "numbers from 0", "a negative one");
        return this;
    }

    private static void Check(bool good, string name, string expected, string found)
    {
        if (!good)
            throw new InputException("map", name, expected, found);
    }
}

/// <summary>A drawing and its position on a map.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upward.</param>
/// <param name="Group">The index of its group in the map's groups.</param>
/// <param name="Cell">The drawing; an empty cell for a point without one.</param>
internal sealed record MapPoint(double X, double Y, int Group, SheetCell Cell);

/// <summary>Drawings of one color on a map.</summary>
/// <param name="Name">Their name in the legend.</param>
/// <param name="Color">The number of their <see cref="GroupColor"/>, 0 or more.</param>
internal sealed record MapGroup(string Name, int Color);

/// <summary>
/// A Gaussian on the plane of a map: a label at its mean, and an ellipse of two standard deviations about it, which holds 86 % of it.
/// </summary>
/// <param name="Label">A character or two.</param>
/// <param name="X">The mean, to the right.</param>
/// <param name="Y">The mean, upward.</param>
/// <param name="XX">The variance along x.</param>
/// <param name="XY">The covariance.</param>
/// <param name="YY">The variance along y.</param>
/// <param name="Color">The number of its <see cref="GroupColor"/>, 0 or more; null for gray, where colors mean something else.</param>
internal sealed record MapEllipse(string Label, double X, double Y, double XX, double XY, double YY, int? Color)
{
    private const double Deviations = 2;

    /// <summary>Points around the ellipse; the last repeats the first.</summary>
    /// <param name="sides">The number of sides.</param>
    public (double X, double Y)[] Outline(int sides)
    {
        // The Cholesky factor of the covariance maps a circle to the ellipse.
        double a = Math.Sqrt(Math.Max(XX, 0)), b = a > 0 ? XY / a : 0, c = Math.Sqrt(Math.Max(YY - (b * b), 0));
        return
        [
            .. Enumerable.Range(0, sides + 1).Select(i => double.SinCos(2 * Math.PI * (i % sides) / sides))
                .Select(angle => (X + (Deviations * a * angle.Cos), Y + (Deviations * ((b * angle.Cos) + (c * angle.Sin))))),
        ];
    }
}
