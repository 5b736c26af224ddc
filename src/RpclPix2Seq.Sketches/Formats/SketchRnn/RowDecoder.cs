using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Turns numbers [n, 3] of stroke-3 or [n, 5] of stroke-5 into sketches, checking every value.</summary>
/// <param name="place">The member, for messages.</param>
internal sealed class RowDecoder(InputPlace place)
{
    // Sketches share arrays so large that the garbage collector does not move them: moving millions of small ones takes longer than reading
    // them.
    private const int SlabRows = 1 << 14;
    private Memory<StrokePoint> _slab;
    private byte[] _swapped = [];

    /// <summary>A sketch of the bytes of numbers [rows, columns].</summary>
    /// <param name="data">The numbers.</param>
    /// <param name="dtype">What they are.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">3 or 5.</param>
    /// <param name="fortran">Whether columns come one after the other, not rows.</param>
    /// <param name="index">Its position, for messages.</param>
    /// <exception cref="InputException">A value is not what a sketch may have.</exception>
    public Sketch Decode(ReadOnlySpan<byte> data, NpyDtype dtype, int rows, int columns, bool fortran, int index)
    {
        if (dtype.Size > 1 && dtype.BigEndian == BitConverter.IsLittleEndian)
        {
            if (_swapped.Length < data.Length)
                _swapped = new byte[data.Length];
            data.CopyTo(_swapped);
            NpyReader.ReverseBytes(_swapped.AsSpan(0, data.Length), dtype.Size);
            data = _swapped.AsSpan(0, data.Length);
        }

        return new Sketch((dtype.Kind, dtype.Size) switch
        {
            ('i', 2) => Decode<short>(data, rows, columns, fortran, index),
            ('f', 4) => Decode<float>(data, rows, columns, fortran, index),
            ('f', 8) => Decode<double>(data, rows, columns, fortran, index),
            ('f', 2) => Decode<Half>(data, rows, columns, fortran, index),
            ('i', 1) => Decode<sbyte>(data, rows, columns, fortran, index),
            ('i', 4) => Decode<int>(data, rows, columns, fortran, index),
            ('i', 8) => Decode<long>(data, rows, columns, fortran, index),
            ('u', 2) => Decode<ushort>(data, rows, columns, fortran, index),
            ('u', 4) => Decode<uint>(data, rows, columns, fortran, index),
            ('u', 8) => Decode<ulong>(data, rows, columns, fortran, index),
            _ => Decode<byte>(data, rows, columns, fortran, index),
        });
    }

    /// <summary>A sketch of numbers [rows, columns].</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, NpyDtype, int, int, bool, int)"/>
    public Sketch Decode(double[] numbers, int rows, int columns, int index) =>
        new(Decode<double>(numbers, rows, columns, false, index));

    private Memory<StrokePoint> Decode<T>(ReadOnlySpan<byte> data, int rows, int columns, bool fortran, int index)
        where T : unmanaged, INumber<T> =>
        Decode(MemoryMarshal.Cast<byte, T>(data), rows, columns, fortran, index);

    /// <remarks>Optimized from the first call: a program reads its files once, before tiered compilation would optimize this.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Memory<StrokePoint> Decode<T>(ReadOnlySpan<T> values, int rows, int columns, bool fortran, int index)
        where T : unmanaged, INumber<T>
    {
        int rowStride = fortran ? 1 : columns;
        int columnStride = fortran ? rows : 1;
        int count = columns == 5 ? CountBeforeEnd(values, rows, rowStride, columnStride, index) : rows;
        int penAt = (columns == 5 ? 3 : 2) * columnStride;
        Memory<StrokePoint> rowsOfSketch = Take(count);
        Span<StrokePoint> points = rowsOfSketch.Span;
        for (int r = 0, at = 0; r < points.Length; r++, at += rowStride)
        {
            float dx = float.CreateTruncating(values[at]);
            float dy = float.CreateTruncating(values[at + columnStride]);
            T pen = values[at + penAt];
            if (!float.IsFinite(dx) || !float.IsFinite(dy))
            {
                throw ValueError(index, r, "finite offsets that fit in float32",
                    $"({values[at]}, {values[at + columnStride]})", "the sketch is damaged: leave it out");
            }

            if (pen != T.Zero && pen != T.One)
                throw ValueError(index, r, "0 or 1 for the pen", $"{pen}", "the third column says whether the pen lifts after the point");
            points[r] = new StrokePoint(dx, dy, pen == T.One);
        }

        return rowsOfSketch;
    }

    private Memory<StrokePoint> Take(int count)
    {
        if (count > SlabRows / 4)
            return GC.AllocateUninitializedArray<StrokePoint>(count);
        if (count > _slab.Length)
            _slab = GC.AllocateUninitializedArray<StrokePoint>(SlabRows);
        Memory<StrokePoint> taken = _slab[..count];
        _slab = _slab[count..];
        return taken;
    }

    /// <summary>Rows of a stroke-5 sketch before its end row; their pen columns must be one-hot.</summary>
    private int CountBeforeEnd<T>(ReadOnlySpan<T> values, int rows, int rowStride, int columnStride, int index)
        where T : unmanaged, INumber<T>
    {
        for (int r = 0; r < rows; r++)
        {
            int at = r * rowStride;
            (T down, T up, T end) = (values[at + (2 * columnStride)], values[at + (3 * columnStride)], values[at + (4 * columnStride)]);
            bool bits = (down == T.Zero || down == T.One) && (up == T.Zero || up == T.One) && (end == T.Zero || end == T.One);
            if (!bits || down + up + end != T.One)
                throw ValueError(index, r, "one 1 and two 0 for the pen", $"({down}, {up}, {end})", "");
            if (end != T.One)
                continue;
            return r > 0 ? r : throw ValueError(index, r, "a sketch of at least one row", "its end", "leave it out");
        }

        return rows;
    }

    /// <summary>Requires a shape that a sketch may have.</summary>
    /// <exception cref="InputException">It is another.</exception>
    public void CheckShape(int index, int rows, int columns)
    {
        if (rows < 1 || columns is not (3 or 5) || rows > int.MaxValue / 64)
        {
            throw place.Error($"sketch {index}", "rows of 3 numbers (or 5), at least one", $"the shape ({rows}, {columns})",
                rows < 1 ? "leave out empty sketches" : "");
        }
    }

    private InputException ValueError(int index, int row, string expected, string found, string remedy) =>
        place.Error($"sketch {index}, row {row}", expected, found, remedy);
}
