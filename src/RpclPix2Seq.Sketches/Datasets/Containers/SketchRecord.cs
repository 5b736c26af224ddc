using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// A sketch packed once, on its way from a file of drawings to a container: 4 bytes with the number of rows and, in the lowest bit, whether
/// offsets are float32; Δx and Δy of every row, int16 if all are whole numbers in its range, otherwise float32; the pen, one bit per row.
/// Equal rows give equal bytes, so that records can be compared by their hashes, and the split of a sketch follows from its hash.
/// </summary>
internal static class SketchRecord
{
    /// <summary>The bytes before the rows.</summary>
    public const int HeadBytes = 4;

    /// <summary>The bytes of a record that begins with <paramref name="head"/>.</summary>
    public static int SizeOf(ReadOnlySpan<byte> head) => Size(RowsOf(head), IsFloat(head));

    /// <summary>The rows of a record.</summary>
    public static int RowsOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record) >> 1;

    /// <summary>Whether a record has offsets in float32.</summary>
    public static bool IsFloat(ReadOnlySpan<byte> record) => (record[0] & 1) != 0;

    /// <summary>Δx, Δy of every row.</summary>
    public static ReadOnlySpan<byte> PairsOf(ReadOnlySpan<byte> record) =>
        record.Slice(HeadBytes, RowsOf(record) * (IsFloat(record) ? 8 : 4));

    /// <summary>The pen, one bit per row, the lowest bit of a byte first; the last byte is filled up with 0.</summary>
    public static ReadOnlySpan<byte> PensOf(ReadOnlySpan<byte> record) =>
        record[(SizeOf(record) - PenBytes(RowsOf(record)))..SizeOf(record)];

    /// <summary>The number of rows after which the pen lifts.</summary>
    public static int LiftsOf(ReadOnlySpan<byte> record)
    {
        int lifts = 0;
        foreach (byte pens in PensOf(record))
            lifts += BitOperations.PopCount(pens);
        return lifts;
    }

    /// <summary>Writes a record into <paramref name="buffer"/>, which grows as needed.</summary>
    /// <param name="rows">1 to <see cref="SketchContainerWriter.MaxRows"/> rows.</param>
    /// <param name="buffer">The destination.</param>
    /// <param name="at">The position in it.</param>
    /// <returns>The bytes of the record.</returns>
    /// <exception cref="ArgumentException">A row is not finite.</exception>
    public static int Encode(ReadOnlySpan<StrokePoint> rows, ref byte[] buffer, int at)
    {
        Reserve(ref buffer, at + Size(rows.Length, isFloat: true));
        Span<byte> record = buffer.AsSpan(at);
        Span<byte> pairs = record[HeadBytes..];
        bool isFloat = !OffsetPacking.TryPack(rows, MemoryMarshal.Cast<byte, short>(pairs));
        if (isFloat && OffsetPacking.Pack(rows, MemoryMarshal.Cast<byte, float>(pairs)) is >= 0 and var fault)
            throw new ArgumentException($"row {fault}, {rows[fault]}, is not finite", nameof(rows));
        BinaryPrimitives.WriteInt32LittleEndian(record, (rows.Length << 1) | (isFloat ? 1 : 0));
        int size = Size(rows.Length, isFloat);
        Span<byte> pens = record[(size - PenBytes(rows.Length))..size];
        pens.Clear();
        for (int i = 0; i < rows.Length; i++)
            pens[i >> 3] |= (byte)((rows[i].PenUp ? 1 : 0) << (i & 7));
        return size;
    }

    /// <summary>Reads a record.</summary>
    public static Sketch Decode(ReadOnlySpan<byte> record)
    {
        StrokePoint[] rows = new StrokePoint[RowsOf(record)];
        bool isFloat = IsFloat(record);
        ReadOnlySpan<byte> pairs = PairsOf(record), pens = PensOf(record);
        for (int i = 0; i < rows.Length; i++)
        {
            (float x, float y) = isFloat
                ? (BinaryPrimitives.ReadSingleLittleEndian(pairs[(8 * i)..]),
                    BinaryPrimitives.ReadSingleLittleEndian(pairs[((8 * i) + 4)..]))
                : (BinaryPrimitives.ReadInt16LittleEndian(pairs[(4 * i)..]),
                    BinaryPrimitives.ReadInt16LittleEndian(pairs[((4 * i) + 2)..]));
            rows[i] = new StrokePoint(x, y, (pens[i >> 3] >> (i & 7) & 1) != 0);
        }

        return new Sketch(rows);
    }

    private static int Size(int rows, bool isFloat) => HeadBytes + (rows * (isFloat ? 8 : 4)) + PenBytes(rows);

    private static int PenBytes(int rows) => (rows + 7) / 8;

    private static void Reserve(ref byte[] buffer, int needed)
    {
        if (buffer.Length < needed)
            Array.Resize(ref buffer, Math.Max(needed, (int)Math.Min(2L * buffer.Length, Array.MaxLength)));
    }
}
