using System.Numerics;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Turns lines of any width into strokes along their middle.</summary>
internal static class LineTracer
{
    // Wide enough to thin well, narrow enough to smooth away rough outlines and keep computation low.
    private const double WidestLine = 8, NarrowestLine = 3;

    /// <summary>Pixels of the traced picture per pixel of the picture to be drawn.</summary>
    private const double Detail = 6;

    private const double LongestSide = 1600;

    /// <summary>The largest distance of strokes from the middle of lines, in pixels of the picture to be drawn.</summary>
    private const double Tolerance = 0.1;

    /// <summary>A line shorter than this share of its width is a dot.</summary>
    private const double DotLength = 0.4;

    /// <summary>Pixels added around the box of the lines, so that their soft edges are inside.</summary>
    private const int Rim = 2;

    /// <summary>Traces all lines.</summary>
    /// <param name="ink">The lines.</param>
    /// <param name="size">The size at which the longer side will be drawn, in pixels.</param>
    /// <returns>Strokes of at least two points, in pixels of the picture; a closed line overlaps itself a little, and a dot is a line of
    /// one pixel of the picture to be drawn.</returns>
    public static List<Vector2[]> Trace(Ink ink, double size)
    {
        double scale = Math.Max(
            Math.Min(1, WidestLine / ink.LineWidth), Math.Max(Detail * size / ink.Extent, NarrowestLine / ink.LineWidth));
        double columns = ink.Box.Width + (2 * Rim), rows = ink.Box.Height + (2 * Rim);
        scale = Math.Min(scale, LongestSide / Math.Max(columns, rows));
        double lineWidth = ink.LineWidth * scale, pixel = ink.Extent * scale / size;
        Plane plane = Scale(ink, scale, (int)Math.Ceiling(columns * scale), (int)Math.Ceiling(rows * scale));
        byte[] mask = Mask(plane, ink.Low, 0.3 * lineWidth * lineWidth);
        int width = plane.Width + 2;
        Thinning.Thin(mask, width);

        SkeletonGraph graph = SkeletonGraph.Of(mask, width);
        List<Vector2[]> strokes = [];
        int reach = Math.Clamp((int)Math.Round(lineWidth / 4), 1, 3);
        foreach (int[] line in BranchJoiner.Join(graph.Branches, width, lineWidth))
        {
            Vector2[] points = LineSmoothing.Smooth(Points(line, width), reach);
            strokes.Add(line.Length < DotLength * lineWidth ? Dot(points[points.Length / 2], pixel) : Simplify(points, Tolerance * pixel));
        }

        foreach (int dot in graph.Dots)
            strokes.Add(Dot(Points([dot], width)[0], pixel));

        // From the thinned pixels, which have a rim of one, back to those of the picture.
        Vector2 corner = new((float)ink.Box.Left - Rim, (float)ink.Box.Top - Rim);
        foreach (Vector2[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
                stroke[i] = corner + ((stroke[i] - new Vector2(0.5f)) / (float)scale);
        }

        return strokes;
    }

    private static Plane Scale(Ink ink, double scale, int width, int height)
    {
        Plane plane = new(width, height);
        Plane source = ink.Strength;
        double left = ink.Box.Left - Rim, top = ink.Box.Top - Rim, step = 1 / scale;
        for (int y = 0; y < height; y++)
        {
            Span<float> row = plane.Row(y);
            double sy = top + (y * step);
            for (int x = 0; x < width; x++)
            {
                double sx = left + (x * step);
                double middleX = sx + (step / 2), middleY = sy + (step / 2);
                bool outside = middleX < 0 || middleY < 0 || middleX > source.Width || middleY > source.Height;
                row[x] = outside ? 0 : scale < 1 ? AreaAverage.Mean(source, sx, sy, sx + step, sy + step) : source.At(middleX, middleY);
            }
        }

        return plane;
    }

    /// <summary>1 on lines, including holes too small to be drawn, with a one-pixel rim of 0 all around.</summary>
    private static byte[] Mask(Plane plane, float low, double largestHole)
    {
        InkPatches lines = InkPatches.Find(plane, low, Math.Max(low, InkFinder.High));
        Plane paper = new(plane.Width, plane.Height);
        for (int i = 0; i < paper.Values.Length; i++)
            paper.Values[i] = lines.Labels[i] == 0 ? 1 : 0;
        InkPatches holes = InkPatches.Find(paper, 1, 1, diagonal: false);
        byte[] mask = new byte[(plane.Width + 2) * (plane.Height + 2)];
        for (int y = 0; y < plane.Height; y++)
        {
            for (int x = 0; x < plane.Width; x++)
            {
                int at = (y * plane.Width) + x, hole = holes.Labels[at];
                if (hole == 0 || holes.Patches[hole - 1].Area < largestHole)
                    mask[((y + 1) * (plane.Width + 2)) + x + 1] = 1;
            }
        }

        return mask;
    }

    private static Vector2[] Points(int[] pixels, int width)
    {
        Vector2[] points = new Vector2[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            points[i] = new Vector2(pixels[i] % width, pixels[i] / width);
        return points;
    }

    private static Vector2[] Simplify(Vector2[] points, double tolerance)
    {
        Vector2[] simple = RamerDouglasPeucker.Simplify(points, tolerance);
        return simple.Length > 3 && simple[0] == simple[^1] ? [.. simple, simple[1]] : simple;
    }

    private static Vector2[] Dot(Vector2 middle, double length)
    {
        Vector2 half = new((float)(length / 2), 0);
        return [middle - half, middle + half];
    }
}
