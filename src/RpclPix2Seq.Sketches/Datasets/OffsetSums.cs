using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>
/// The sums from which the stroke scale of a split is computed, the one number by which its offsets are divided to get unit standard
/// deviation (docs/original.md §1, Normalization): over all Δx and Δy together, as drawn. Whole numbers are summed exactly up to 2⁵³.
/// </summary>
/// <param name="Count">The number of offsets: two per row.</param>
/// <param name="Sum">Σ v, in data units.</param>
/// <param name="SumOfSquares">Σ v², in data units squared.</param>
internal readonly record struct OffsetSums(long Count, double Sum, double SumOfSquares)
{
    /// <summary>The sums over two sets of sketches together.</summary>
    public static OffsetSums operator +(OffsetSums left, OffsetSums right) => left.Plus(right);

    /// <summary>The sums over two sets of sketches together.</summary>
    public OffsetSums Plus(OffsetSums other) =>
        new(Count + other.Count, Sum + other.Sum, SumOfSquares + other.SumOfSquares);

    /// <summary>
    /// The population standard deviation of the offsets, like numpy's <c>std</c> of the float32 values but summed in double.
    /// </summary>
    /// <param name="source">What to name in the error if the data have no spread.</param>
    /// <returns>A positive, finite number in data units.</returns>
    /// <exception cref="InputException">There are no offsets, or all are equal.</exception>
    public float ToScale(string source)
    {
        // E[v²] − E[v]², which loses practically no precision: the mean of offsets is small compared to their spread.
        double mean = Sum / Count;
        float deviation = Count == 0 ? 0 : (float)Math.Sqrt(SumOfSquares / Count - mean * mean);
        return deviation > 0 && float.IsFinite(deviation)
            ? deviation
            : throw new InputException(source, "", "offsets that differ, all finite", $"a standard deviation of {deviation}",
                "there is nothing to learn from such sketches");
    }

    /// <summary>The sums over all sketches of a split; each is read once.</summary>
    public static OffsetSums Of(ISketchSplit split)
    {
        OffsetSums sums = default;
        for (int i = 0; i < split.Count; i++)
            sums += Of(split[i].Sketch.Points);
        return sums;
    }

    // Optimized from the first call on: in a command that runs for a second, most calls would otherwise be unoptimized.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static OffsetSums Of(ReadOnlySpan<StrokePoint> rows)
    {
        double sum = 0, squares = 0;
        foreach (StrokePoint row in rows)
        {
            double x = row.Dx, y = row.Dy;
            sum += x + y;
            squares += x * x + y * y;
        }

        return new OffsetSums(2L * rows.Length, sum, squares);
    }

    /// <summary>The same for pairs Δx, Δy, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static OffsetSums Of(ReadOnlySpan<float> pairs)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i + 1 < pairs.Length; i += 2)
        {
            double x = pairs[i], y = pairs[i + 1];
            sum += x + y;
            squares += x * x + y * y;
        }

        return new OffsetSums(pairs.Length, sum, squares);
    }

    /// <summary>The same for whole numbers, Δx and Δy in any order: both are exact, hence equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static OffsetSums Of(ReadOnlySpan<short> offsets)
    {
        long sum = 0, squares = 0;
        foreach (short offset in offsets)
        {
            sum += offset;
            squares += offset * offset;
        }

        return new OffsetSums(offsets.Length, sum, squares);
    }
}
