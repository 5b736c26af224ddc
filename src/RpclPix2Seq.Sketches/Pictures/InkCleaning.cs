namespace RpclPix2Seq.Sketches.Pictures;

/// <summary>Tells lines from specks, and measures them.</summary>
internal static class InkCleaning
{
    /// <summary>More patches too small for dots of the pen than this are noise.</summary>
    private const int MostDots = 24;

    /// <summary>Takes specks out; null if nothing is left.</summary>
    /// <param name="strength">0 where there is paper, 1 in the middle of lines; changed in place.</param>
    /// <param name="low">What a pixel reaches that belongs to a line.</param>
    public static Ink? Clean(Plane strength, float low)
    {
        Components components = Components.Find(strength, low, InkFinder.High);
        List<Patch> patches = components.Patches;
        if (patches.Count == 0)
            return null;
        double width = WidthOfLargest(components, strength);
        double dot = width * width;
        double speck = patches.Count(patch => patch.Area < 0.8 * dot || patch.Area <= 3) > MostDots ? Math.Max(2 * dot, 4) : 0.3 * dot;
        bool[] kept = [false, .. patches.Select(patch => patch.Area >= speck)];
        Patch[] lines = [.. patches.Where((_, i) => kept[i + 1])];
        if (lines.Length == 0)
            return null;
        KeepOnly(strength, components.Labels, kept);
        Patch around = new(
            lines.Sum(patch => patch.Area), lines.Min(patch => patch.Left), lines.Min(patch => patch.Top),
            lines.Max(patch => patch.Right), lines.Max(patch => patch.Bottom));
        return new Ink(strength, low, Edges(strength, around), width);
    }

    /// <summary>Leaves the kept patches and the soft edge of one pixel around them.</summary>
    private static void KeepOnly(Plane strength, int[] labels, bool[] kept)
    {
        int width = strength.Width, height = strength.Height;
        for (int at = 0; at < labels.Length; at++)
        {
            if (labels[at] == 0 ? strength.Values[at] > 0 && !HasKeptNeighbour(at) : !kept[labels[at]])
                strength.Values[at] = 0;
        }

        bool HasKeptNeighbour(int at)
        {
            int y = Math.DivRem(at, width, out int x);
            for (int ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (int nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    if (kept[labels[(ny * width) + nx]])
                        return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// The line width of the largest patches alone, so that noise does not count: twice the area a unit of outline, where each side of a pixel counts as
    /// much as it does on average over all slopes.
    /// </summary>
    private static double WidthOfLargest(Components components, Plane strength)
    {
        int largest = components.Patches.Max(patch => patch.Area);
        bool[] counted = [false, .. components.Patches.Select(patch => patch.Area >= 0.1 * largest)];
        int[] labels = components.Labels;
        int width = strength.Width, height = strength.Height;
        double area = 0;
        long sides = 0;
        for (int at = 0; at < labels.Length; at++)
        {
            if (!counted[labels[at]])
                continue;
            int y = Math.DivRem(at, width, out int x);
            area += strength.Values[at];
            sides += (x == 0 || labels[at - 1] == 0 ? 1 : 0) + (x == width - 1 || labels[at + 1] == 0 ? 1 : 0)
                + (y == 0 || labels[at - width] == 0 ? 1 : 0) + (y == height - 1 || labels[at + width] == 0 ? 1 : 0);
        }

        return sides == 0 ? Math.Min(width, height) : 2 * area / (sides * Math.PI / 4);
    }

    /// <summary>The box around lines, to parts of a pixel: the outermost row or column is covered by as much as its darkest pixel tells.</summary>
    private static InkBox Edges(Plane strength, Patch around)
    {
        (double left, double top, double right, double bottom) = (0, 0, 0, 0);
        for (int y = around.Top; y <= around.Bottom; y++)
        {
            left = Math.Max(left, strength.Row(y)[around.Left]);
            right = Math.Max(right, strength.Row(y)[around.Right]);
        }

        for (int x = around.Left; x <= around.Right; x++)
        {
            top = Math.Max(top, strength.Row(around.Top)[x]);
            bottom = Math.Max(bottom, strength.Row(around.Bottom)[x]);
        }

        return new InkBox(around.Left + 1 - left, around.Top + 1 - top, around.Right + right, around.Bottom + bottom);
    }
}
