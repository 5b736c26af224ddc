using System.Numerics;

namespace RpclPix2Seq.Studio.Recipes;

/// <summary>
/// An order of strokes, and the end at which each begins, for a pen that moves lifted as little as it can: always the nearest end, then
/// parts of the order are turned around as long as that shortens the way (2-opt).
/// </summary>
internal static class PlotterPath
{
    private const int MostRounds = 50;

    /// <summary>Orders strokes.</summary>
    /// <param name="strokes">Strokes of at least one point.</param>
    /// <param name="start">Where the pen is at first.</param>
    /// <returns>The same strokes, some of them backward.</returns>
    public static Vector2[][] Order(IReadOnlyList<Vector2[]> strokes, Vector2 start)
    {
        Vector2[][] order = Nearest(strokes, start);
        for (int round = 0; round < MostRounds && Improve(order, start); round++)
        {
        }

        return order;
    }

    /// <summary>How far the pen moves lifted.</summary>
    public static double Lifted(IReadOnlyList<Vector2[]> strokes, Vector2 start)
    {
        double length = 0;
        foreach (Vector2[] stroke in strokes)
        {
            length += Vector2.Distance(start, stroke[0]);
            start = stroke[^1];
        }

        return length;
    }

    private static Vector2[][] Nearest(IReadOnlyList<Vector2[]> strokes, Vector2 pen)
    {
        List<Vector2[]> left = [.. strokes];
        List<Vector2[]> order = [];
        while (left.Count > 0)
        {
            int next = 0;
            float best = float.PositiveInfinity;
            for (int i = 0; i < left.Count; i++)
            {
                float distance = Math.Min(Vector2.DistanceSquared(pen, left[i][0]), Vector2.DistanceSquared(pen, left[i][^1]));
                if (distance < best)
                    (next, best) = (i, distance);
            }

            Vector2[] stroke = left[next];
            left.RemoveAt(next);
            if (Vector2.DistanceSquared(pen, stroke[^1]) < Vector2.DistanceSquared(pen, stroke[0]))
                stroke = [.. stroke.Reverse()];
            order.Add(stroke);
            pen = stroke[^1];
        }

        return [.. order];
    }

    /// <summary>Turns parts around: strokes i to j, in the other order and each backward.</summary>
    private static bool Improve(Vector2[][] order, Vector2 start)
    {
        bool better = false;
        for (int i = 0; i < order.Length; i++)
        {
            Vector2 before = i == 0 ? start : order[i - 1][^1];
            for (int j = i; j < order.Length; j++)
            {
                double now = Vector2.Distance(before, order[i][0]), then = Vector2.Distance(before, order[j][^1]);
                if (j + 1 < order.Length)
                {
                    now += Vector2.Distance(order[j][^1], order[j + 1][0]);
                    then += Vector2.Distance(order[i][0], order[j + 1][0]);
                }

                if (then >= now - 1e-4)
                    continue;
                Array.Reverse(order, i, j - i + 1);
                for (int k = i; k <= j; k++)
                    order[k] = [.. order[k].Reverse()];
                better = true;
            }
        }

        return better;
    }
}
