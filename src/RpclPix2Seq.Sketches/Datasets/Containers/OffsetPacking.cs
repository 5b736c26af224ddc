using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Converts stroke-3 rows to and from the pairs of numbers and the pen bits of a container. Optimized from the first call on: in a command
/// that runs for a second, most calls would otherwise be unoptimized.
/// </summary>
internal static unsafe class OffsetPacking
{
    // The signs of two adjacent floats.
    private const ulong Signs = 0x80000000_80000000;
    private const ulong Exponents = 0x7F800000_7F800000;
    private const ulong ExponentUnits = 0x00800000_00800000;

    /// <summary>Rows whose pen bits are read at once: this many are in 8 bytes wherever in the first byte they begin.</summary>
    private const int Batch = 57;

    /// <summary>Writes Δx, Δy of each row as integers; false if one is not an integer or is too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryPack(ReadOnlySpan<StrokePoint> rows, Span<short> pairs)
    {
        pairs = pairs[..(2 * rows.Length)];
        int outside = 0;
        bool whole = true;
        for (int i = 0; i < rows.Length; i++)
        {
            StrokePoint row = rows[i];

            // Processors differ in how they convert NaN and numbers that are too large, but the result never passes both checks.
            int x = float.ConvertToIntegerNative<int>(row.Dx), y = float.ConvertToIntegerNative<int>(row.Dy);
            whole &= x == row.Dx & y == row.Dy;
            outside |= (x - (short)x) | (y - (short)y);
            pairs[2 * i] = (short)x;
            pairs[2 * i + 1] = (short)y;
        }

        return whole && outside == 0;
    }

    /// <summary>Writes Δx, Δy of each row as they are, −0 as 0.</summary>
    /// <returns>The first row with an offset that is not finite, or −1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Pack(ReadOnlySpan<StrokePoint> rows, Span<float> pairs)
    {
        pairs = pairs[..(2 * rows.Length)];
        for (int i = 0; i < rows.Length; i++)
        {
            (float x, float y) = (rows[i].Dx, rows[i].Dy);
            if (!float.IsFinite(x) || !float.IsFinite(y))
                return i;

            // Adding 0 turns −0 into 0, which compares as equal.
            pairs[2 * i] = x + 0f;
            pairs[2 * i + 1] = y + 0f;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<short> pairs, Span<float> wide)
    {
        for (int i = 0; i < pairs.Length; i++)
            wide[i] = pairs[i];
    }

    /// <summary>Reads rows from 16-bit pairs.</summary>
    /// <param name="pairs">Δx, Δy of the first of the rows.</param>
    /// <param name="pens">The pen bits from row 0 of the split on; 7 bytes after the last one are readable.</param>
    /// <param name="first">The number of the first of the rows.</param>
    /// <param name="rows">The destination; all rows are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(short* pairs, byte* pens, long first, Span<StrokePoint> rows)
    {
        for (int done = 0; done < rows.Length; done += Batch)
        {
            ulong bits = BitsAt(pens, first + done);
            Span<StrokePoint> batch = rows.Slice(done, Math.Min(Batch, rows.Length - done));
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = new StrokePoint(pairs[0], pairs[1], (bits & 1) != 0);
                bits >>= 1;
                pairs += 2;
            }
        }
    }

    /// <summary>Same as the other overload, from pairs of floats.</summary>
    /// <returns>Whether all of them are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Unpack(float* pairs, byte* pens, long first, Span<StrokePoint> rows)
    {
        ulong carries = 0;
        ulong* both = (ulong*)pairs;
        for (int done = 0; done < rows.Length; done += Batch)
        {
            ulong bits = BitsAt(pens, first + done);
            Span<StrokePoint> batch = rows.Slice(done, Math.Min(Batch, rows.Length - done));
            for (int i = 0; i < batch.Length; i++)
            {
                // Adding one to an exponent of all ones, as in infinity and NaN, carries into the sign bit.
                ulong pair = *both++;
                carries |= (pair & Exponents) + ExponentUnits;
                batch[i] = new StrokePoint(
                    BitConverter.UInt32BitsToSingle((uint)pair), BitConverter.UInt32BitsToSingle((uint)(pair >> 32)), (bits & 1) != 0);
                bits >>= 1;
            }
        }

        return (carries & Signs) == 0;
    }

    private static ulong BitsAt(byte* pens, long row) => Unsafe.ReadUnaligned<ulong>(pens + (row >> 3)) >> (int)(row & 7);
}

/// <summary>Packs the pen column of successive rows into bits, the lowest bit of a byte first.</summary>
internal struct PenBits
{
    private ulong _bits;
    private int _count;

    /// <summary>Adds the pens of some rows, one bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> pens, int rows, PendingBytes output)
    {
        Span<byte> bytes = stackalloc byte[8];
        (ulong bits, int count) = (_bits, _count);
        for (int done = 0; done < rows; done += 8)
        {
            ulong next = pens[done >> 3];
            int added = Math.Min(8, rows - done);
            bits |= next << count;
            count += added;
            if (count < 64)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
            output.Write(bytes);
            count -= 64;
            bits = next >> (added - count);
        }

        (_bits, _count) = (bits, count);
    }

    /// <summary>Writes the last bits, padded with zeros to a whole byte.</summary>
    public void End(PendingBytes output)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _bits);
        output.Write(bytes[..((_count + 7) / 8)]);
        (_bits, _count) = (0, 0);
    }
}
