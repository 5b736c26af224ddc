namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Separates lines from specks, and measures the lines.</summary>
internal static class InkCleaning
{
    /// <summary>If more patches than this are too small to be dots of the pen, they are noise.</summary>
    private const int MostDots = 24;

    /// <summary>
    /// In a noisy picture, patches with less area than this per two sides of outline are noise as well: noise reaches up to 0.5, and lines
    /// one pixel wide about 0.8.
    /// </summary>
    private const double LeastThickness = 0.55;

    /// <summary>Removes specks; null if nothing is left.</summary>
    /// <param name="strength">0 on paper, 1 in the middle of lines; changed in place.</param>
    /// <param name="low">The least strength of a pixel that belongs to a line.</param>
    public static Ink? Clean(Plane strength, float low)
    {
        InkPatches found = InkPatches.Find(strength, low, InkFinder.High);
        List<InkPatch> patches = found.Patches;
        if (patches.Count == 0)
            return null;
        (double width, double thickness) = LineMeasure.OfLargest(found, strength);
        double dot = width * width;
        bool noisy = patches.Count(patch => patch.Area < 0.8 * dot || patch.Area <= 3) > MostDots;
        if (noisy && thickness < LeastThickness)
            return null;
        double speck = noisy ? Math.Max(2 * dot, 4) : 0.3 * dot;
        bool[] kept = [false, .. patches.Select(patch => patch.Area >= speck)];
        InkPatch[] lines = [.. patches.Where((_, i) => kept[i + 1])];
        if (lines.Length == 0)
            return null;
        KeepOnly(strength, found.Labels, kept);
        InkPatch around = new(
            lines.Sum(patch => patch.Area), lines.Min(patch => patch.Left), lines.Min(patch => patch.Top),
            lines.Max(patch => patch.Right), lines.Max(patch => patch.Bottom));
        return new Ink(strength, low, Miters.CutOff(Edges(strength, around), strength, low, width), width);
    }

    /// <summary>Keeps only the marked patches and the soft edge of one pixel around them.</summary>
    private static void KeepOnly(Plane strength, int[] labels, bool[] kept)
    {
        int width = strength.Width, height = strength.Height;
        for (int at = 0; at < labels.Length; at++)
        {
            if (labels[at] == 0 ? strength.Values[at] > 0 && !HasKeptNeighbor(at) : !kept[labels[at]])
                strength.Values[at] = 0;
        }

        bool HasKeptNeighbor(int at)
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
    /// The box around lines, to a fraction of a pixel: the coverage of the outermost row or column, and of the soft edge beyond it, is
    /// taken from their darkest pixels.
    /// </summary>
    private static InkBox Edges(Plane strength, InkPatch around)
    {
        return new InkBox(
            around.Left + 1 - Column(around.Left) - Column(around.Left - 1), around.Top + 1 - Row(around.Top) - Row(around.Top - 1),
            around.Right + Column(around.Right) + Column(around.Right + 1), around.Bottom + Row(around.Bottom) + Row(around.Bottom + 1));

        float Column(int x)
        {
            float darkest = 0;
            for (int y = around.Top; x >= 0 && x < strength.Width && y <= around.Bottom; y++)
                darkest = Math.Max(darkest, strength.Row(y)[x]);
            return darkest;
        }

        float Row(int y)
        {
            float darkest = 0;
            for (int x = around.Left; y >= 0 && y < strength.Height && x <= around.Right; x++)
                darkest = Math.Max(darkest, strength.Row(y)[x]);
            return darkest;
        }
    }
}
