namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Tells lines from paper, whichever is the darker, under uneven light, and leaves out specks.</summary>
internal static class InkFinder
{
    /// <summary>What a pixel must reach to belong to a line, where 1 is the middle of a line.</summary>
    public const float Low = 0.35f;

    /// <summary>What at least one pixel of a line must reach.</summary>
    public const float High = 0.5f;

    /// <summary>Fainter marks than these, in levels of 255, are texture of the paper or traces of compression.</summary>
    private const double FaintestLine = 14;

    /// <summary>How many times the noise of the paper a line must stand out: less than one pixel in 10,000 does by chance.</summary>
    private const double NoiseFactor = 4;

    /// <summary>Finds the lines; null where there is nothing but paper.</summary>
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
    /// How much each pixel differs from paper in the direction in which lines do, in levels of 255 on white or black paper.
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
                // Dark ink takes the same share of whatever light falls on it; light on dark paper is taken as it is.
                float darker = level[x] - source[x];
                row[x] = darker > 0 ? darker * (255 / Math.Max(level[x], 64)) : darker;
                skew += (double)darker * darker * darker;
            }
        }

        // Lines lie on one side of paper, and far from it.
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
    /// The standard deviation of paper, from the median of the deviations away from ink, so that lines do not count, however many there
    /// are.
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
    /// The level of the middle of lines: the mean of the upper class where the threshold of Otsu (1979) divides all that stands out from
    /// paper, or null if nothing does.
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
