namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Removes the uneven light of shadows and folds that remains once the surface of the paper has been subtracted. In windows of about a
/// quarter of the picture, it uses the level that two fifths of the pixels are below, which is bare paper wherever lines do not cover most
/// of a window.
/// </summary>
internal static class LocalPaper
{
    private const int CellsASide = 24;
    private const int Reach = 3;
    private const double Share = 0.4;
    private const int Levels = 128;
    private const float Least = -64, Most = 192;

    /// <summary>No shadow is darker than this; if most of a window is, it is a thick line.</summary>
    private const float DarkestShadow = 64;

    /// <summary>Subtracts the local level of the paper.</summary>
    /// <param name="strength">How much darker than paper each pixel is, in levels; changed in place.</param>
    public static void Subtract(Plane strength)
    {
        int side = Math.Max(4, (Math.Max(strength.Width, strength.Height) + CellsASide - 1) / CellsASide);
        int columns = (strength.Width + side - 1) / side, rows = (strength.Height + side - 1) / side;
        int[] histograms = Histograms(strength, side, columns, rows);
        Plane levels = new(columns, rows);
        int[] window = new int[Levels];
        bool any = false;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float level = WindowLevel(histograms, columns, rows, column, row, window);
                levels.Row(row)[column] = level;
                any |= level != 0;
            }
        }

        if (!any)
            return;
        for (int y = 0; y < strength.Height; y++)
        {
            Span<float> values = strength.Row(y);
            for (int x = 0; x < values.Length; x++)
                values[x] -= levels.At((x + 0.5) / side, (y + 0.5) / side);
        }
    }

    private static int[] Histograms(Plane strength, int side, int columns, int rows)
    {
        int[] histograms = new int[columns * rows * Levels];
        for (int y = 0; y < strength.Height; y++)
        {
            ReadOnlySpan<float> values = strength.Row(y);
            int first = y / side * columns;
            for (int x = 0; x < values.Length; x++)
                histograms[((first + (x / side)) * Levels) + Level(values[x])]++;
        }

        return histograms;
    }

    private static int Level(float value) => (int)((Math.Clamp(value, Least, Most) - Least) * (Levels - 1) / (Most - Least) + 0.5f);

    private static float WindowLevel(int[] histograms, int columns, int rows, int column, int row, int[] window)
    {
        Array.Clear(window);
        int total = 0;
        for (int r = Math.Max(0, row - Reach); r <= Math.Min(rows - 1, row + Reach); r++)
        {
            for (int c = Math.Max(0, column - Reach); c <= Math.Min(columns - 1, column + Reach); c++)
            {
                ReadOnlySpan<int> cell = histograms.AsSpan(((r * columns) + c) * Levels, Levels);
                for (int level = 0; level < Levels; level++)
                {
                    window[level] += cell[level];
                    total += cell[level];
                }
            }
        }

        int below = 0;
        for (int level = 0; level < Levels; level++)
        {
            below += window[level];
            if (below > Share * total)
            {
                // Even paper is left exactly as it is.
                float value = Least + (level * (Most - Least) / (Levels - 1));
                return level == Level(0) || value > DarkestShadow ? 0 : value;
            }
        }

        return 0;
    }
}
