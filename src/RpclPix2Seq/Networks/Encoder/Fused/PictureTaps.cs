namespace RpclPix2Seq.Networks.Encoder.Fused;

/// <summary>
/// The pixels around a pixel that 3×3 filters of several dilations read: filters of rates 1, 2 and 5 share their center and read 25 pixels
/// in total.
/// </summary>
internal sealed class PictureTaps
{
    /// <summary>Taps per filter.</summary>
    public const int OfFilter = 9;

    private readonly int[] _ofRates;

    /// <param name="rates">The dilations, in the order of the filters.</param>
    public PictureTaps(ReadOnlySpan<int> rates)
    {
        Rates = rates.Length;
        List<(int Y, int X)> all = [];
        _ofRates = new int[rates.Length * OfFilter];
        for (int rate = 0; rate < rates.Length; rate++)
        {
            for (int k = 0; k < OfFilter; k++)
            {
                (int, int) tap = (((k / 3) - 1) * rates[rate], ((k % 3) - 1) * rates[rate]);
                int known = all.IndexOf(tap);
                if (known < 0)
                    all.Add(tap);
                _ofRates[(rate * OfFilter) + k] = known < 0 ? all.Count - 1 : known;
            }

            Reach = Math.Max(Reach, rates[rate]);
        }

        All = all;
    }

    /// <summary>The number of filters.</summary>
    public int Rates { get; }

    /// <summary>How far the taps reach, in pixels: the margin that a picture needs.</summary>
    public int Reach { get; }

    /// <summary>Every tap once, as offsets in pixels down and to the right.</summary>
    public IReadOnlyList<(int Y, int X)> All { get; }

    /// <summary>The indices in <see cref="All"/> of one filter's taps, row by row.</summary>
    public ReadOnlySpan<int> Of(int rate) => _ofRates.AsSpan(rate * OfFilter, OfFilter);
}
