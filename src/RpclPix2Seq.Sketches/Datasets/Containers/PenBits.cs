using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Packs the pen column of row after row into bits, the lowest bit of a byte first.</summary>
internal struct PenBits
{
    private ulong _bits;
    private int _count;

    /// <returns>How many of the rows lift the pen.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<StrokePoint> rows, Spool output)
    {
        Span<byte> bytes = stackalloc byte[8];
        (ulong bits, int count, int lifts) = (_bits, _count, 0);
        foreach (StrokePoint row in rows)
        {
            int lift = row.PenUp ? 1 : 0;
            lifts += lift;
            bits |= (ulong)lift << count;
            if (++count == 64)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
                output.Write(bytes);
                (bits, count) = (0, 0);
            }
        }

        (_bits, _count) = (bits, count);
        return lifts;
    }

    /// <summary>Writes the last bits, zeros behind them up to a whole byte.</summary>
    public void End(Spool output)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _bits);
        output.Write(bytes[..((_count + 7) / 8)]);
        (_bits, _count) = (0, 0);
    }
}
