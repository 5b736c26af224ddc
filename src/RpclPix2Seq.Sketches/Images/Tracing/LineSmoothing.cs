using System.Numerics;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Rounds the steps of lines that were followed from pixel to pixel.</summary>
internal static class LineSmoothing
{
    private const int Passes = 2;

    /// <summary>Replaces every point by the mean of those up to <paramref name="reach"/> before and after it. The ends of an open line stay where they are.</summary>
    /// <param name="points">The line; closed if it ends where it begins.</param>
    /// <param name="reach">Points on each side; fewer, and as many on both, near the ends of an open line.</param>
    public static Vector2[] Smooth(Vector2[] points, int reach)
    {
        bool closed = points.Length > (2 * reach) + 1 && points[0] == points[^1];
        for (int pass = 0; pass < Passes; pass++)
            points = closed ? Closed(points, reach) : Open(points, reach);
        return points;
    }

    private static Vector2[] Open(Vector2[] points, int reach)
    {
        Vector2[] smooth = new Vector2[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            int near = Math.Min(reach, Math.Min(i, points.Length - 1 - i));
            Vector2 sum = default;
            for (int k = i - near; k <= i + near; k++)
                sum += points[k];
            smooth[i] = sum / ((2 * near) + 1);
        }

        return smooth;
    }

    private static Vector2[] Closed(Vector2[] points, int reach)
    {
        int count = points.Length - 1;
        Vector2[] smooth = new Vector2[points.Length];
        for (int i = 0; i < count; i++)
        {
            Vector2 sum = default;
            for (int k = i - reach; k <= i + reach; k++)
                sum += points[(k + count) % count];
            smooth[i] = sum / ((2 * reach) + 1);
        }

        smooth[count] = smooth[0];
        return smooth;
    }
}
