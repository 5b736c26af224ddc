namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Measures the width of lines.</summary>
internal static class LineMeasure
{
    private static readonly (int X, int Y, float Length)[] Directions = [(1, 0, 1), (0, 1, 1), (1, 1, 1.41421356f), (1, -1, 1.41421356f)];

    /// <summary>Measures only the largest patches, so that noise does not count.</summary>
    /// <param name="ink">The patches.</param>
    /// <param name="strength">0 on paper, 1 in the middle of lines.</param>
    /// <returns>Width: the median over all outline pixels of the shortest path across the ink, in pixels, so that filled areas hardly
    /// count. Thickness: twice the area per pixel side of outline.</returns>
    public static (double Width, double Thickness) OfLargest(InkPatches ink, Plane strength)
    {
        int largest = ink.Patches.Max(patch => patch.Area);
        bool[] counted = [false, .. ink.Patches.Select(patch => patch.Area >= 0.1 * largest)];
        int[] labels = ink.Labels;
        int width = strength.Width, height = strength.Height;
        List<float> ways = [];
        double area = 0;
        long sides = 0;
        for (int at = 0; at < labels.Length; at++)
        {
            if (!counted[labels[at]])
                continue;
            int y = Math.DivRem(at, width, out int x);
            int bare = (x == 0 || labels[at - 1] == 0 ? 1 : 0) + (x == width - 1 || labels[at + 1] == 0 ? 1 : 0)
                + (y == 0 || labels[at - width] == 0 ? 1 : 0) + (y == height - 1 || labels[at + width] == 0 ? 1 : 0);
            area += strength.Values[at];
            sides += bare;
            if (bare > 0)
                ways.Add(WayAcross(labels, strength, x, y));
        }

        if (ways.Count == 0)
            return (Math.Min(width, height), Math.Min(width, height));
        ways.Sort();
        return (ways[ways.Count / 2], 2 * area / sides);
    }

    /// <summary>The shortest path through ink in four directions; the soft pixels beyond both ends count by their coverage.</summary>
    private static float WayAcross(int[] labels, Plane strength, int x, int y)
    {
        float shortest = float.PositiveInfinity;
        foreach ((int dx, int dy, float length) in Directions)
        {
            float way = strength.Row(y)[x] * length;
            for (int sign = -1; sign <= 1; sign += 2)
            {
                for (int step = sign; way < shortest; step += sign)
                {
                    int atX = x + (step * dx), atY = y + (step * dy);
                    if (atX < 0 || atY < 0 || atX >= strength.Width || atY >= strength.Height)
                        break;
                    way += Math.Max(strength.Row(atY)[atX], 0) * length;
                    if (labels[(atY * strength.Width) + atX] == 0)
                        break;
                }
            }

            shortest = Math.Min(shortest, way);
        }

        return shortest;
    }
}
