namespace RpclPix2Seq.Sketches.Files.Png;

/// <summary>
/// The row filters of PNG (specification of PNG, clause 9) that pay for line drawings: none, left, above. For every row the one whose
/// bytes, taken as signed, have the least sum of magnitudes is chosen.
/// </summary>
internal static class PngFilter
{
    /// <summary>Filters one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros for the first.</param>
    /// <param name="channels">Bytes a pixel.</param>
    /// <param name="destination">One byte for the filter's type, then as many as the row has.</param>
    public static void Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, Span<byte> destination)
    {
        long none = 0, left = 0, up = 0;
        for (int i = 0; i < row.Length; i++)
        {
            none += Magnitude(row[i]);
            left += Magnitude((byte)(row[i] - (i < channels ? 0 : row[i - channels])));
            up += Magnitude((byte)(row[i] - above[i]));
        }

        Span<byte> filtered = destination.Slice(1, row.Length);
        if (up <= left && up <= none)
        {
            destination[0] = 2;
            for (int i = 0; i < row.Length; i++)
                filtered[i] = (byte)(row[i] - above[i]);
        }
        else if (left < none)
        {
            destination[0] = 1;
            for (int i = 0; i < row.Length; i++)
                filtered[i] = (byte)(row[i] - (i < channels ? 0 : row[i - channels]));
        }
        else
        {
            destination[0] = 0;
            row.CopyTo(filtered);
        }
    }

    private static int Magnitude(byte value) => Math.Abs((int)(sbyte)value);
}
