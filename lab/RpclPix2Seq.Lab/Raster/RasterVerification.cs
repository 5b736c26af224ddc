using System.Diagnostics;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Lab.Raster;

/// <summary>Compares pictures drawn here with pictures drawn by the original from the same sketches.</summary>
internal static class RasterVerification
{
    private const string Source = "raster truth";
    private const int TimedPasses = 51;

    // The runtime needs a few tenths of a second until the hot methods have their final compilation.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.8);

    /// <summary>Draws every sketch, compares the pictures pixel by pixel and measures how long drawing takes.</summary>
    /// <param name="points">[P, 3] stroke-3 rows (Δx, Δy, 1 if the pen lifts after it) of all sketches one after the other.</param>
    /// <param name="offsets">[N + 1] where each sketch begins in the rows, and P at the end.</param>
    /// <param name="truthImages">[N, Size, Size] row by row, 255 white.</param>
    /// <param name="options">How to draw; the truth of the original needs <see cref="RasterOptions.Reference"/>.</param>
    /// <exception cref="InputException">The lengths do not match, the offsets do not increase, or a sketch cannot be drawn.</exception>
    public static RasterComparison Compare(
        ReadOnlySpan<float> points,
        ReadOnlySpan<long> offsets,
        ReadOnlySpan<byte> truthImages,
        RasterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Rasterizer rasterizer = new(options);
        CheckShapes(points, offsets, truthImages, options.Size);
        StrokePoint[] rows = ToRows(points);
        int sketches = offsets.Length - 1;
        int pixels = options.Size * options.Size;
        byte[] image = new byte[pixels];

        long identical = 0;
        long sum = 0;
        int largest = 0;
        int worst = -1;
        long worstSum = 0;
        for (int i = 0; i < sketches; i++)
        {
            Draw(rasterizer, rows, offsets, i, image);
            ReadOnlySpan<byte> truth = truthImages.Slice(i * pixels, pixels);
            long sketchSum = 0;
            for (int k = 0; k < pixels; k++)
            {
                int difference = Math.Abs(image[k] - truth[k]);
                identical += difference == 0 ? 1 : 0;
                sketchSum += difference;
                largest = Math.Max(largest, difference);
            }

            sum += sketchSum;
            if (sketchSum > worstSum)
                (worst, worstSum) = (i, sketchSum);
        }

        long total = (long)sketches * pixels;
        return new RasterComparison
        {
            Sketches = sketches,
            Pixels = total,
            IdenticalPercent = 100.0 * identical / total,
            MaxLevels = largest,
            MeanDifference = (double)sum / total,
            WorstSketch = worst,
            MicrosecondsPerSketch = Measure(rasterizer, rows, offsets, image),
        };
    }

    private static void CheckShapes(ReadOnlySpan<float> points, ReadOnlySpan<long> offsets, ReadOnlySpan<byte> images, int size)
    {
        if (points.Length % 3 != 0)
            throw new InputException(Source, "points", "three numbers per row", $"{points.Length} numbers");
        if (offsets.Length < 2)
            throw new InputException(Source, "offsets", "at least two", $"{offsets.Length}");
        int rows = points.Length / 3;
        if (offsets[0] != 0 || offsets[^1] != rows)
            throw new InputException(Source, "offsets", $"0 first and the number of rows, {rows}, last", $"{offsets[0]} and {offsets[^1]}");
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                throw new InputException(Source, $"offset {i}", $"at least {offsets[i - 1]}", $"{offsets[i]}");
        }

        long bytes = (long)(offsets.Length - 1) * size * size;
        if (images.Length != bytes)
        {
            throw new InputException(
                Source, "images", $"{offsets.Length - 1}·{size}·{size} bytes", $"{images.Length}",
                "set the size to the side of the images");
        }
    }

    private static StrokePoint[] ToRows(ReadOnlySpan<float> points)
    {
        StrokePoint[] rows = new StrokePoint[points.Length / 3];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new StrokePoint(points[3 * i], points[(3 * i) + 1], points[(3 * i) + 2] > 0.5f);
        return rows;
    }

    private static double Measure(Rasterizer rasterizer, StrokePoint[] rows, ReadOnlySpan<long> offsets, byte[] image)
    {
        Span<double> passes = stackalloc double[TimedPasses];
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < WarmUp)
            DrawAll(rasterizer, rows, offsets, image);
        for (int pass = 0; pass < TimedPasses; pass++)
        {
            long start = Stopwatch.GetTimestamp();
            DrawAll(rasterizer, rows, offsets, image);
            passes[pass] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / (offsets.Length - 1);
        }

        passes.Sort();
        return passes[TimedPasses / 2];
    }

    private static void DrawAll(Rasterizer rasterizer, StrokePoint[] rows, ReadOnlySpan<long> offsets, byte[] image)
    {
        for (int i = 0; i + 1 < offsets.Length; i++)
            Draw(rasterizer, rows, offsets, i, image);
    }

    private static void Draw(Rasterizer rasterizer, StrokePoint[] rows, ReadOnlySpan<long> offsets, int sketch, byte[] image)
    {
        try
        {
            rasterizer.Draw(rows.AsSpan((int)offsets[sketch]..(int)offsets[sketch + 1]), image);
        }
        catch (InputException e)
        {
            throw PointFault.InSketch(sketch, e);
        }
    }
}
