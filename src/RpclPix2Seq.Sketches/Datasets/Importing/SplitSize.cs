using System.Globalization;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>How many sketches of a category go into a split: a count, a share, or the usual number.</summary>
internal readonly record struct SplitSize
{
    /// <summary>As many as Google's files have, where there are enough.</summary>
    public const int UsualCount = 2500;

    private const double UsualShare = 0.1;
    private const int LeastToDivide = 3;

    private SplitSize(int? count, double? share) => (Count, Share) = (count, share);

    /// <summary>2,500, but at most a tenth, and at least one of three or more sketches.</summary>
    public static SplitSize Usual => default;

    /// <summary>The count, if it is one.</summary>
    public int? Count { get; }

    /// <summary>The share, 0 to below 1, if it is one.</summary>
    public double? Share { get; }

    /// <summary>Whether a number or share above 0 was requested, rather than the usual number.</summary>
    public bool IsAskedFor => Count > 0 || Share > 0;

    /// <summary>That many sketches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static SplitSize Of(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new SplitSize(count, null);
    }

    /// <summary>That share of the sketches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to below 1.</exception>
    public static SplitSize OfShare(double share) => share is >= 0 and < 1
        ? new SplitSize(null, share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "a share is from 0 to below 1");

    /// <summary>Reads a count such as 2500, a share such as 0.1, or a percentage such as 10%.</summary>
    public static bool TryParse(string text, out SplitSize size)
    {
        size = default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            size = new SplitSize(count, null);
            return true;
        }

        bool percent = text.EndsWith('%');
        string number = percent ? text[..^1] : text;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share))
            return false;
        share = percent ? share / 100 : share;
        if (share is not (>= 0 and < 1))
            return false;
        size = new SplitSize(null, share);
        return true;
    }

    /// <summary>The size for a total of <paramref name="sketches"/>; a count may be more than there are.</summary>
    public int Number(int sketches)
    {
        if (Count is { } count)
            return count;
        if (Share is { } share)
            return (int)Math.Round(sketches * share);
        int usual = Math.Min(UsualCount, (int)(sketches * UsualShare));
        return sketches >= LeastToDivide ? Math.Max(usual, 1) : 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Count is { } count ? $"{count}" : Share is { } share ? $"{share * 100:0.###}%" : "auto";
}
