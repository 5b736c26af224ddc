using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Turns grids of numbers, [n, 3] stroke-3 or [n, 5] stroke-5, into sketches, checking every value.</summary>
/// <param name="place">The member, for messages.</param>
/// <param name="faults">Collects the errors of individual sketches, which are then null; if the argument is null, the first such error is
/// thrown.</param>
internal sealed class NpzSketchReader(InputPlace place, SketchFaults? faults = null)
{
    // Sketches share arrays so large that the garbage collector does not move them: moving millions of small ones takes longer than reading
    // them.
    private const int SlabRows = 1 << 14;

    // The number of sketches that justifies a thread.
    private const int LeastPart = 4096;
    private Memory<StrokePoint> _slab;
    private byte[] _swapped = [];
    private byte[] _scratch = [];

    /// <summary>The sketches of a pickled object array: [N] of arrays or lists of rows, or [N, n, 3] of numbers.</summary>
    public Sketch[] FromPickle(PickleMachine machine, int root, NpyHeader header)
    {
        PickleArray array = machine.Arrays[root];
        if (!array.Built || !machine.DtypeOf(array).IsObject || array.Count != header.Count)
        {
            throw machine.Error(array.Offset, $"an object array of {header.Count} items as the header says",
                array.Built ? $"one of {machine.DtypeOf(array)} and shape {array.ShapeText}" : "one without a state");
        }

        ReadOnlySpan<PickleValue> items = machine.ItemsOf(array.Data);
        if (items.Length != array.Count)
            throw machine.Error(array.Offset, $"{array.Count} objects for the shape {array.ShapeText}", $"{items.Length}");
        if (array.Rank == 3)
            return FromNumbers(machine, array);
        if (array.Rank != 1)
            throw machine.Error(array.Offset, "an object array of shape [N] or [N, n, 3]", array.ShapeText);

        // In parts, each with its own arrays; if there are several errors, the first in the file is reported.
        Sketch[] sketches = new Sketch[items.Length];
        int parts = Math.Clamp(items.Length / LeastPart, 1, Environment.ProcessorCount);
        InputException?[] failures = new InputException?[parts];
        Parallel.For(0, parts, part =>
        {
            int first = (int)((long)sketches.Length * part / parts), end = (int)((long)sketches.Length * (part + 1) / parts);
            try
            {
                new NpzSketchReader(place, faults).Decode(machine, array.Data, first, sketches.AsSpan(first, end - first));
            }
            catch (InputException e)
            {
                failures[part] = e;
            }
        });
        return failures.FirstOrDefault(failure => failure is not null) is { } failure ? throw failure : sketches;
    }

    private void Decode(PickleMachine machine, PickleValue list, int first, Span<Sketch> sketches)
    {
        // One object may appear in many places: decoding it only once keeps the memory within the size of the file.
        ReadOnlySpan<PickleValue> items = machine.ItemsOf(list).Slice(first, sketches.Length);
        Sketch?[] knownArrays = new Sketch?[machine.Arrays.Length];
        Dictionary<PickleValue, Sketch> knownLists = [];
        Dictionary<PickleValue, InputException> knownFaults = [];
        for (int k = 0; k < items.Length; k++)
        {
            PickleValue item = items[k];
            int i = first + k;
            if (knownFaults.Count > 0 && knownFaults.TryGetValue(item, out InputException? known))
            {
                faults!.Add(i, known);
                continue;
            }

            try
            {
                if (item.Kind == PickleKind.Array)
                {
                    sketches[k] = knownArrays[item.Payload] ??= FromArray(machine, machine.Arrays[(int)item.Payload], i);
                }
                else if (item.Kind is PickleKind.List or PickleKind.Tuple)
                {
                    if (!knownLists.TryGetValue(item, out Sketch? sketch))
                        knownLists.Add(item, sketch = FromRows(machine, item, i));
                    sketches[k] = sketch;
                }
                else
                {
                    throw place.Error($"sketch {i}", "an array [n, 3]", "something else");
                }
            }
            catch (InputException e) when (faults is not null)
            {
                faults.Add(i, e);
                knownFaults[item] = e;
            }
        }
    }

    // Decodes sketches one by one; this loop is less hot than the one for pickles.
    private Sketch[] DecodeEach(int count, Func<int, Sketch> decode)
    {
        Sketch[] sketches = new Sketch[count];
        for (int i = 0; i < count; i++)
        {
            try
            {
                sketches[i] = decode(i);
            }
            catch (InputException e) when (faults is not null)
            {
                faults.Add(i, e);
            }
        }

        return sketches;
    }

    /// <summary>The sketches of a numeric array [N, n, 3] or [N, n, 5].</summary>
    public Sketch[] FromGrid(NpyArray array)
    {
        ReadOnlySpan<long> shape = array.Shape;
        if (shape.Length != 3)
        {
            throw place.Error(0, "sketches: an object array [N] of arrays [n, 3], or numbers [N, n, 3]",
                $"{array.Dtype} of shape [{string.Join(", ", shape.ToArray())}]");
        }

        int count = CheckedCount(shape[0]);
        int rows = CheckedCount(shape[1]);
        int columns = CheckedCount(shape[2]);
        if (count == 0)
            return [];

        // Checked before anything is allocated: an empty array may claim to hold two billion sketches without rows.
        CheckShape(0, rows, columns);
        int size = rows * columns * array.Dtype.Size;
        return DecodeEach(count, i => Decode(array.Data.Span.Slice(i * size, size), array.Dtype, rows, columns, false, i));
    }

    /// <summary>The sketches of points [P, 3] and offsets [N + 1], the plain layout.</summary>
    public Sketch[] FromPoints(NpyArray points, NpyArray offsets)
    {
        points.WithShape(-1, 3);
        offsets.WithShape(-1);
        long[] starts = offsets.ToArray<long>();
        long total = points.Shape[0];
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != total)
        {
            throw offsets.Error(0, $"offsets from 0 to the {total} points",
                starts.Length == 0 ? "none" : $"offsets from {starts[0]} to {starts[^1]}");
        }

        for (int i = 1; i < starts.Length; i++)
        {
            if (starts[i] <= starts[i - 1] || starts[i] > total)
                throw offsets.Error(i, $"more than {starts[i - 1]} and at most {total}: no sketch is empty", $"{starts[i]}");
        }

        int rowSize = 3 * points.Dtype.Size;
        return DecodeEach(starts.Length - 1, i =>
        {
            int rows = (int)(starts[i + 1] - starts[i]);
            return Decode(points.Data.Span.Slice((int)starts[i] * rowSize, rows * rowSize), points.Dtype, rows, 3, false, i);
        });
    }

    private Sketch FromArray(PickleMachine machine, in PickleArray array, int index)
    {
        if (!array.Built || array.Rank != 2)
        {
            throw machine.Error(array.Offset, "a sketch as an array [n, 3]",
                array.Built ? $"sketch {index} of the shape {array.ShapeText}" : $"sketch {index} as an array without a state");
        }

        CheckShape(index, array.Rows, array.Columns);
        NpyDtype dtype = machine.DtypeOf(array);
        if (dtype.IsObject)
        {
            ReadOnlySpan<PickleValue> numbers = machine.ItemsOf(array.Data);
            return FromNumbers(numbers, array.Rows, array.Columns, index);
        }

        ReadOnlySpan<byte> data = machine.BytesOf(array.Data, ref _scratch);
        if (data.Length != array.Count * dtype.Size)
        {
            throw machine.Error(array.Offset, "as many bytes as the shape of a sketch takes",
                $"{data.Length} instead of {array.Count * dtype.Size} bytes of {dtype} for the shape {array.ShapeText} of sketch {index}",
                "the array is damaged");
        }

        return Decode(data, dtype, array.Rows, array.Columns, array.Fortran, index);
    }

    private Sketch[] FromNumbers(PickleMachine machine, PickleArray array)
    {
        if (array.Rows == 0)
            return [];
        CheckShape(0, array.Columns, array.Depth);
        (int rows, int columns) = (array.Columns, array.Depth);
        return DecodeEach(
            array.Rows, i => FromNumbers(machine.ItemsOf(array.Data).Slice(i * rows * columns, rows * columns), rows, columns, i));
    }

    private Sketch FromRows(PickleMachine machine, PickleValue list, int index)
    {
        ReadOnlySpan<PickleValue> rows = machine.ItemsOf(list);
        int columns = rows.Length > 0 && rows[0].Kind is PickleKind.List or PickleKind.Tuple ? machine.ItemsOf(rows[0]).Length : 0;
        CheckShape(index, rows.Length, columns);
        PickleValue[] numbers = new PickleValue[checked(rows.Length * columns)];
        for (int r = 0; r < rows.Length; r++)
        {
            ReadOnlySpan<PickleValue> row = rows[r].Kind is PickleKind.List or PickleKind.Tuple ? machine.ItemsOf(rows[r]) : [];
            if (row.Length != columns)
                throw place.Error($"sketch {index}, row {r}", $"{columns} numbers", $"{row.Length}");
            row.CopyTo(numbers.AsSpan(r * columns));
        }

        return FromNumbers(numbers, rows.Length, columns, index);
    }

    private Sketch FromNumbers(ReadOnlySpan<PickleValue> values, int rows, int columns, int index)
    {
        if (values.Length != (long)rows * columns)
            throw place.Error($"sketch {index}", $"{(long)rows * columns} numbers", $"{values.Length}");
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!values[i].TryGetNumber(out numbers[i]))
                throw place.Error($"sketch {index}, row {i / columns}", "numbers", "another object");
        }

        return new Sketch(Decode<double>(numbers, rows, columns, false, index));
    }

    private Sketch Decode(ReadOnlySpan<byte> data, NpyDtype dtype, int rows, int columns, bool fortran, int index)
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

    private void CheckShape(int index, int rows, int columns)
    {
        if (rows < 1 || columns is not (3 or 5) || rows > int.MaxValue / 64)
        {
            throw place.Error($"sketch {index}", "rows of 3 numbers (or 5), at least one", $"the shape ({rows}, {columns})",
                rows < 1 ? "leave out empty sketches" : "");
        }
    }

    private int CheckedCount(long n) =>
        n <= Array.MaxLength ? (int)n : throw place.Error(0, $"a dimension of at most {Array.MaxLength}", $"{n}");

    private InputException ValueError(int index, int row, string expected, string found, string remedy) =>
        place.Error($"sketch {index}, row {row}", expected, found, remedy);
}
