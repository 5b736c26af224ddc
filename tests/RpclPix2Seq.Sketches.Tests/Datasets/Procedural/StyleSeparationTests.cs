using RpclPix2Seq.Sketches.Datasets.Procedural;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Procedural;

/// <summary>Styles are worth finding only if they can be told from the pictures: a crude look at where the ink is must suffice.</summary>
public sealed class StyleSeparationTests
{
    private const int Cells = 16;
    private const int Steps = 12;
    private const int Reach = 2;

    [Fact]
    public void CategoryAndStyleAreTheNearestMeanPicture()
    {
        Dictionary<(int Category, int Style), double[]> means = Draw(seed: 1, count: 100)
            .GroupBy(drawn => (drawn.Category, drawn.Style))
            .ToDictionary(group => group.Key, group => Mean([.. group.Select(drawn => Picture(drawn.Sketch))]));
        ProceduralSketch[] held = [.. Draw(seed: 2, count: 100)];

        int right = held.Count(drawn =>
        {
            double[] picture = Picture(drawn.Sketch);
            return means.MinBy(mean => SquaredDistance(mean.Value, picture)).Key == (drawn.Category, drawn.Style);
        });

        Assert.True(means.Count >= 10);
        Assert.True(right >= 0.95 * held.Length, $"{right} of {held.Length} are nearest to their own style's mean picture");
    }

    private static IEnumerable<ProceduralSketch> Draw(ulong seed, int count) =>
        ProceduralSketches.Categories.SelectMany(category => ProceduralSketches.DrawMany(category, seed, count));

    /// <summary>Ink per cell, blurred over the neighbors, of unit norm; the drawing centered in the 0–255 box as in its picture.</summary>
    private static double[] Picture(Sketch sketch)
    {
        double[] ink = new double[Cells * Cells];
        (double x, double y, bool up) = (0, 0, true);
        (double width, double height) = Extent(sketch);
        (double left, double top) = ((255 - width) / 2, (255 - height) / 2);
        foreach (StrokePoint row in sketch.Points)
        {
            for (int i = 0; i < Steps && !up; i++)
                Drop(ink, left + x + row.Dx * i / Steps, top + y + row.Dy * i / Steps, Math.Sqrt(row.Dx * row.Dx + row.Dy * row.Dy));
            (x, y, up) = (x + row.Dx, y + row.Dy, row.PenUp);
        }

        double norm = Math.Sqrt(ink.Sum(cell => cell * cell));
        return Array.ConvertAll(ink, cell => cell / norm);
    }

    private static void Drop(double[] ink, double x, double y, double amount)
    {
        (double column, double row) = (x / 256 * Cells, y / 256 * Cells);
        for (int r = Math.Max(0, (int)row - Reach); r <= Math.Min(Cells - 1, (int)row + Reach); r++)
        {
            for (int c = Math.Max(0, (int)column - Reach); c <= Math.Min(Cells - 1, (int)column + Reach); c++)
                ink[r * Cells + c] += amount * Math.Exp(-(Math.Pow(c + 0.5 - column, 2) + Math.Pow(r + 0.5 - row, 2)) / 2);
        }
    }

    private static (double Width, double Height) Extent(Sketch sketch)
    {
        (double x, double y, double right, double bottom) = (0, 0, 0, 0);
        foreach (StrokePoint row in sketch.Points)
        {
            (x, y) = (x + row.Dx, y + row.Dy);
            (right, bottom) = (Math.Max(right, x), Math.Max(bottom, y));
        }

        return (right, bottom);
    }

    private static double[] Mean(double[][] pictures) =>
        [.. Enumerable.Range(0, Cells * Cells).Select(cell => pictures.Average(picture => picture[cell]))];

    private static double SquaredDistance(double[] a, double[] b) => a.Zip(b, (u, v) => (u - v) * (u - v)).Sum();
}
