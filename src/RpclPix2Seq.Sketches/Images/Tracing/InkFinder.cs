namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Separates lines from paper, whichever is darker, under uneven light, and removes specks.</summary>
internal static class InkFinder
{
    /// <summary>The least strength of a pixel that belongs to a line, where 1 is the middle of a line.</summary>
    public const float Low = 0.35f;

    /// <summary>The strength that at least one pixel of a line must reach.</summary>
    public const float High = 0.5f;

    /// <summary>Marks fainter than this, in levels of 255, are paper texture or compression artifacts.</summary>
    private const double FaintestLine = 14;

    /// <summary>By what multiple of the paper's noise a line must stand out: fewer than one pixel in 10,000 does by chance.</summary>
    private const double NoiseFactor = 4;

    /// <summary>Finds the lines; null if there is nothing but paper.</summary>
    /// <param name="picture">Brightness, 0 to 255.</param>
    public static Ink? Find(Plane picture)
    {
        Plane strength = Strength(picture);
        double gate = Math.Max(NoiseFactor * Noise(strength), FaintestLine);
        if (LineLevel(strength, gate) is not { } level)
            return null;
        float low = (float)(Math.Max(gate, Low * level) / level);
        for (int i = 0; i < strength.Values.Length; i++)
            strength.Values[i] = Math.Clamp(strength.Values[i] / level, 0, 1);
        return InkCleaning.Clean(strength, Math.Min(low, High));
    }

    /// <summary>
    /// How much each pixel differs from paper in the direction of the lines (darker or lighter), in levels of 255 on white or black paper.
    /// </summary>
    private static Plane Strength(Plane picture)
    {
        PaperFit paper = PaperFit.Of(picture);
        Plane strength = new(picture.Width, picture.Height);
        float[] level = new float[picture.Width];
        double skew = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            paper.Row(y, level);
            ReadOnlySpan<float> source = picture.Row(y);
            Span<float> row = strength.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                // Dark ink absorbs the same share of whatever light falls on it; the brightness of light lines on dark paper is used as it
                // is.
                float darker = level[x] - source[x];
                row[x] = darker > 0 ? darker * (255 / Math.Max(level[x], 64)) : darker;
                skew += (double)darker * darker * darker;
            }
        }

        // Lines are on one side of the paper's level, and far from it.
        if (skew < 0)
        {
            for (int y = 0; y < picture.Height; y++)
            {
                paper.Row(y, level);
                ReadOnlySpan<float> source = picture.Row(y);
                Span<float> row = strength.Row(y);
                for (int x = 0; x < row.Length; x++)
                    row[x] = source[x] - level[x];
            }
        }

        LocalPaper.Subtract(strength);
        return strength;
    }

    /// <summary>
    /// The standard deviation of paper, from the median of the deviations in the direction opposite to ink, so that lines do not count,
    /// however many there are.
    /// </summary>
    private static double Noise(Plane strength)
    {
        int[] histogram = new int[1024];
        long total = 0;
        foreach (float value in strength.Values)
        {
            if (value > 0)
                continue;
            histogram[(int)Math.Min(-value * 4, 1023)]++;
            total++;
        }

        long below = 0;
        int bin = 0;
        while (bin < 1023 && (below += histogram[bin]) * 2 < total)
            bin++;
        return bin == 0 ? 0 : 1.4826 * (bin + 0.5) / 4;
    }

    /// <summary>
    /// The level of the middle of lines: the threshold of Otsu (1979) splits everything that stands out from paper into two classes, and
    /// this is the mean of the upper one. Null if nothing stands out.
    /// </summary>
    private static float? LineLevel(Plane strength, double gate)
    {
        const int bins = 256;
        double[] counts = new double[bins];
        double total = 0, sum = 0;
        foreach (float value in strength.Values)
        {
            if (value < gate)
                continue;
            int bin = (int)Math.Min(value, bins - 1);
            counts[bin]++;
            total++;
            sum += bin;
        }

        if (total == 0)
            return null;
        double lowCount = 0, lowSum = 0, best = -1, level = sum / total;
        for (int bin = 0; bin < bins - 1; bin++)
        {
            lowCount += counts[bin];
            lowSum += counts[bin] * bin;
            if (lowCount == 0 || lowCount == total)
                continue;
            double lowMean = lowSum / lowCount, highMean = (sum - lowSum) / (total - lowCount);
            double between = lowCount * (total - lowCount) * (highMean - lowMean) * (highMean - lowMean);
            if (between > best)
                (best, level) = (between, highMean);
        }

        return (float)level;
    }
}
