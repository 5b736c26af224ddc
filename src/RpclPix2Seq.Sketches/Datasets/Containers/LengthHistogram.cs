using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// The number of sketches by number of rows. Up to <see cref="ExactRows"/> rows there is a bin for each length; above, each bin reaches
/// twice as far as the one before it: 513–1,024, 1,025–2,048 and so on.
/// </summary>
internal sealed class LengthHistogram
{
    /// <summary>The largest number of rows that has a bin of its own.</summary>
    public const int ExactRows = 512;

    private readonly int[] _counts;

    /// <summary>Holds given counts; the array must not be changed afterward.</summary>
    public LengthHistogram(int[] counts)
    {
        _counts = counts;
    }

    /// <summary>The sketches in each bin, up to the last bin that is not empty.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The bin of a sketch of <paramref name="rows"/> rows, at least 1.</summary>
    public static int BinOf(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return rows <= ExactRows ? rows - 1 : ExactRows + BitOperations.Log2((uint)(rows - 1) / ExactRows);
    }

    /// <summary>The fewest and the most rows of a sketch in a bin.</summary>
    public static (int First, int Last) RangeOf(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bin, BinOf(int.MaxValue));
        if (bin < ExactRows)
            return (bin + 1, bin + 1);
        long below = (long)ExactRows << (bin - ExactRows);
        return ((int)below + 1, (int)Math.Min(2 * below, int.MaxValue));
    }
}
