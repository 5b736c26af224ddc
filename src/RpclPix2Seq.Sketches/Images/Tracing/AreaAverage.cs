namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Scales pictures by averaging, for each new pixel, the area of the old ones that it covers.</summary>
internal static class AreaAverage
{
    /// <summary>Writes row <paramref name="y"/> of a picture.</summary>
    public delegate void RowReader(int y, Span<float> row);

    /// <summary>Shrinks a picture that is read row by row and never held in full.</summary>
    /// <param name="read">Reads a row of the picture; called once per row, from the top.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="newWidth">Pixels per row of the result, at most <paramref name="width"/>.</param>
    /// <param name="newHeight">Rows of the result, at most <paramref name="height"/>.</param>
    public static Plane Shrink(RowReader read, int width, int height, int newWidth, int newHeight)
    {
        Plane result = new(newWidth, newHeight);
        Share[] columns = Shares(width, newWidth), rows = Shares(height, newHeight);
        float[] row = new float[width], shrunk = new float[newWidth];
        float unit = (float)((double)newWidth / width * newHeight / height);
        for (int y = 0; y < height; y++)
        {
            read(y, row);
            Array.Clear(shrunk);
            for (int x = 0; x < width; x++)
            {
                Share share = columns[x];
                shrunk[share.First] += row[x] * share.OfFirst;
                if (share.OfFirst < 1)
                    shrunk[share.First + 1] += row[x] * (1 - share.OfFirst);
            }

            Share down = rows[y];
            Add(shrunk, down.OfFirst * unit, result.Row(down.First));
            if (down.OfFirst < 1)
                Add(shrunk, (1 - down.OfFirst) * unit, result.Row(down.First + 1));
        }

        return result;
    }

    /// <summary>The mean of a box of a picture; its sides may be between pixels, and everything outside of the picture is 0.</summary>
    public static float Mean(Plane plane, double left, double top, double right, double bottom)
    {
        int x0 = Math.Max((int)Math.Floor(left), 0), x1 = Math.Min((int)Math.Ceiling(right), plane.Width);
        int y0 = Math.Max((int)Math.Floor(top), 0), y1 = Math.Min((int)Math.Ceiling(bottom), plane.Height);
        double sum = 0;
        for (int y = y0; y < y1; y++)
        {
            ReadOnlySpan<float> row = plane.Row(y);
            double inRow = 0;
            for (int x = x0; x < x1; x++)
                inRow += row[x] * (Math.Min(right, x + 1) - Math.Max(left, x));
            sum += inRow * (Math.Min(bottom, y + 1) - Math.Max(top, y));
        }

        return (float)(sum / ((right - left) * (bottom - top)));
    }

    private static void Add(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        for (int x = 0; x < row.Length; x++)
            sum[x] += row[x] * factor;
    }

    /// <summary>For every old pixel, the new one that it begins in and how much of it is there; the rest is in the next one.</summary>
    private static Share[] Shares(int count, int newCount)
    {
        Share[] shares = new Share[count];
        for (int i = 0; i < count; i++)
        {
            int first = (int)((long)i * newCount / count);

            // In units of 1/newCount of an old pixel, so that whole factors come out exact.
            long boundary = (long)(first + 1) * count - ((long)i * newCount);
            float ofFirst = boundary >= newCount || first == newCount - 1 ? 1 : (float)((double)boundary / newCount);
            shares[i] = new Share(first, ofFirst);
        }

        return shares;
    }

    private readonly record struct Share(int First, float OfFirst);
}
