namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// The stroke-5 layout that the networks read (docs/original.md §1): rows (Δx, Δy, down, up, end), the last three one-hot, after a start
/// row (0, 0, 1, 0, 0), padded with end rows (0, 0, 0, 0, 1).
/// </summary>
internal static class Stroke5
{
    /// <summary>Numbers per row: Δx, Δy, pen down, pen up, end.</summary>
    public const int Columns = 5;

    /// <summary>The number of floats that one sketch of at most <paramref name="maxLength"/> rows takes: (T + 1) · 5.</summary>
    public static int SizeOf(int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return checked((maxLength + 1) * Columns);
    }

    /// <summary>The largest number of stroke-3 rows in <paramref name="sketches"/>; 0 if there are none.</summary>
    public static int LongestOf(IReadOnlyList<Sketch> sketches)
    {
        int longest = 0;
        for (int i = 0; i < sketches.Count; i++)
            longest = Math.Max(longest, sketches[i].Length);
        return longest;
    }

    /// <summary>Writes one sketch as [T+1, 5]. A sketch with exactly T rows gets no end row, as in the original.</summary>
    /// <param name="points">At most <paramref name="maxLength"/> stroke-3 rows.</param>
    /// <param name="maxLength">T.</param>
    /// <param name="destination">At least (T+1)·5 floats; the first (T+1)·5 are all overwritten.</param>
    /// <exception cref="ArgumentException">The sketch is longer than T, or the destination is too short.</exception>
    public static void Write(ReadOnlySpan<StrokePoint> points, int maxLength, Span<float> destination)
    {
        int size = SizeOf(maxLength);
        if (points.Length > maxLength)
            throw new ArgumentException($"a sketch of {points.Length} rows does not fit in {maxLength}", nameof(points));
        if (destination.Length < size)
            throw new ArgumentException($"{destination.Length} floats are too few for [{maxLength + 1}, {Columns}]", nameof(destination));

        Span<float> rows = destination[..size]; // [T+1, 5]
        rows.Clear();
        rows[2] = 1;
        int at = Columns;
        foreach (StrokePoint point in points)
        {
            rows[at] = point.Dx;
            rows[at + 1] = point.Dy;
            rows[at + (point.PenUp ? 3 : 2)] = 1;
            at += Columns;
        }

        for (; at < size; at += Columns)
            rows[at + 4] = 1;
    }

    /// <summary>
    /// Turns stroke-5 rows back into stroke-3: cut at the first end row, which is dropped with all that follows (docs/original.md §11).
    /// The pen columns are one-hot; a value above 0.5 counts as set.
    /// </summary>
    /// <param name="rows">[n, 5] floats, row by row.</param>
    /// <param name="hasStartRow">True if row 0 is the start row, which is not a point of the drawing; false for sampled rows.</param>
    /// <returns>0 to n stroke-3 rows.</returns>
    /// <exception cref="ArgumentException">The number of floats is not a multiple of 5.</exception>
    public static StrokePoint[] ToStroke3(ReadOnlySpan<float> rows, bool hasStartRow)
    {
        if (rows.Length % Columns != 0)
            throw new ArgumentException($"{rows.Length} floats are not rows of {Columns}", nameof(rows));
        if (hasStartRow && rows.Length > 0)
            rows = rows[Columns..];

        int count = 0;
        while (count * Columns < rows.Length && !(rows[(count * Columns) + 4] > 0.5f))
            count++;
        StrokePoint[] points = new StrokePoint[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * Columns, Columns);
            points[i] = new StrokePoint(row[0], row[1], row[3] > 0.5f);
        }

        return points;
    }
}
