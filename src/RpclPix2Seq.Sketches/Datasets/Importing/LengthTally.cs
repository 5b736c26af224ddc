using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Counts lengths, in the bins of <see cref="LengthHistogram"/>.</summary>
internal sealed class LengthTally
{
    private readonly long[] _bins = new long[LengthHistogram.BinOf(int.MaxValue) + 1];

    /// <summary>The number of lengths added.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public long Sum { get; private set; }

    /// <summary>The greatest; 0 if there is none.</summary>
    public int Longest { get; private set; }

    /// <summary>Their mean; 0 if there is none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The number of lengths in each bin.</summary>
    public ReadOnlySpan<long> Bins => _bins;

    /// <summary>Adds a length of at least 1.</summary>
    public void Add(int length)
    {
        _bins[LengthHistogram.BinOf(length)]++;
        Count++;
        Sum += length;
        Longest = Math.Max(Longest, length);
    }

    /// <summary>Adds all lengths of another tally.</summary>
    public void Add(LengthTally other)
    {
        for (int i = 0; i < _bins.Length; i++)
            _bins[i] += other._bins[i];
        Count += other.Count;
        Sum += other.Sum;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_bins);
        (Count, Sum, Longest) = (0, 0, 0);
    }

    /// <summary>
    /// The smallest length that at least the given share of the lengths do not exceed; above <see cref="LengthHistogram.ExactRows"/> the
    /// upper end of its bin. 0 if there is none.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    public int Quantile(double share)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _bins.Length && Count > 0; i++)
        {
            seen += _bins[i];
            if (seen >= wanted)
                return Math.Min(LengthHistogram.RangeOf(i).Last, Longest);
        }

        return Longest;
    }
}
