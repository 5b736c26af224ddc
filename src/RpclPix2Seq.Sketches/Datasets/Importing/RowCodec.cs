using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Stroke-3 rows as a short record: 4 bytes with the number of rows and, in the lowest bit, whether offsets are float32; Δx and Δy of every
/// row, int16 if all are whole numbers in its range, otherwise float32; the pen, one bit per row. Equal rows give equal bytes, so that
/// records can be compared by their hashes.
/// </summary>
internal static class RowCodec
{
    /// <summary>The bytes before the rows.</summary>
    public const int HeadBytes = 4;

    /// <summary>The most rows of a record.</summary>
    public const int MostRows = 1 << 26;

    /// <summary>The bytes of a record that begins with <paramref name="head"/>.</summary>
    public static int SizeOf(ReadOnlySpan<byte> head)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(head);
        return Size(value >> 1, (value & 1) != 0);
    }

    /// <summary>The rows of a record.</summary>
    public static int RowsOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record) >> 1;

    /// <summary>Writes a record into <paramref name="buffer"/>, which grows as needed.</summary>
    /// <param name="rows">1 to <see cref="MostRows"/> rows, all finite.</param>
    /// <param name="buffer">The destination.</param>
    /// <param name="at">The position in it.</param>
    /// <returns>The bytes of the record.</returns>
    public static int Encode(ReadOnlySpan<StrokePoint> rows, ref byte[] buffer, int at)
    {
        Reserve(ref buffer, at + Size(rows.Length, isFloat: true));
        Span<byte> record = buffer.AsSpan(at);
        bool isFloat = !TryEncodeIntegers(rows, record[HeadBytes..]);
        if (isFloat)
            EncodeFloats(rows, record[HeadBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, (rows.Length << 1) | (isFloat ? 1 : 0));
        int size = Size(rows.Length, isFloat);
        Span<byte> pens = record[(size - PenBytes(rows.Length))..size];
        pens.Clear();
        for (int i = 0; i < rows.Length; i++)
            pens[i >> 3] |= (byte)((rows[i].PenUp ? 1 : 0) << (i & 7));
        return size;
    }

    /// <summary>Reads a record.</summary>
    /// <returns>The number of rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ReadOnlySpan<byte> record, ref StrokePoint[] rows)
    {
        int head = BinaryPrimitives.ReadInt32LittleEndian(record);
        int count = head >> 1;
        if (rows.Length < count)
            rows = new StrokePoint[Math.Max(count, rows.Length * 2)];
        bool isFloat = (head & 1) != 0;
        ReadOnlySpan<byte> pens = record[(Size(count, isFloat) - PenBytes(count))..];
        ReadOnlySpan<byte> pairs = record[HeadBytes..];
        for (int i = 0; i < count; i++)
        {
            bool up = (pens[i >> 3] >> (i & 7) & 1) != 0;
            (float x, float y) = isFloat
                ? (BinaryPrimitives.ReadSingleLittleEndian(pairs), BinaryPrimitives.ReadSingleLittleEndian(pairs[4..]))
                : (BinaryPrimitives.ReadInt16LittleEndian(pairs), BinaryPrimitives.ReadInt16LittleEndian(pairs[2..]));
            rows[i] = new StrokePoint(x, y, up);
            pairs = pairs[(isFloat ? 8 : 4)..];
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryEncodeIntegers(ReadOnlySpan<StrokePoint> rows, Span<byte> pairs)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (float dx, float dy, _) = rows[i];
            short x = (short)Math.Clamp(dx, short.MinValue, short.MaxValue);
            short y = (short)Math.Clamp(dy, short.MinValue, short.MaxValue);
            if (x != dx || y != dy)
                return false;
            BinaryPrimitives.WriteInt16LittleEndian(pairs[(4 * i)..], x);
            BinaryPrimitives.WriteInt16LittleEndian(pairs[((4 * i) + 2)..], y);
        }

        return true;
    }

    private static void EncodeFloats(ReadOnlySpan<StrokePoint> rows, Span<byte> pairs)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            // Adding 0 turns −0 into 0, which compares as equal.
            BinaryPrimitives.WriteSingleLittleEndian(pairs[(8 * i)..], rows[i].Dx + 0f);
            BinaryPrimitives.WriteSingleLittleEndian(pairs[((8 * i) + 4)..], rows[i].Dy + 0f);
        }
    }

    private static int Size(int rows, bool isFloat) => HeadBytes + (rows * (isFloat ? 8 : 4)) + PenBytes(rows);

    private static int PenBytes(int rows) => (rows + 7) / 8;

    private static void Reserve(ref byte[] buffer, int needed)
    {
        if (buffer.Length < needed)
            Array.Resize(ref buffer, Math.Max(needed, (int)Math.Min(2L * buffer.Length, Array.MaxLength)));
    }
}
