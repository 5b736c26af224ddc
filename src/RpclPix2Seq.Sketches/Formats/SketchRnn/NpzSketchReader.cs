using System.Runtime.CompilerServices;
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
    // The number of sketches that justifies a thread.
    private const int LeastPart = 4096;
    private readonly RowDecoder _decoder = new(place);
    private byte[] _scratch = [];

    // Rows that may still be decoded: arrays that share their bytes could otherwise be any number of times as large as the file.
    private StrongBox<long> _rowsLeft = new(long.MaxValue);

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

        // A row takes at least a byte of the pickle. In parts, each with its own arrays; if there are several errors, the first in the file
        // is reported.
        Sketch[] sketches = new Sketch[items.Length];
        int parts = Math.Clamp(items.Length / LeastPart, 1, Environment.ProcessorCount);
        InputException?[] failures = new InputException?[parts];
        StrongBox<long> rowsLeft = new(machine.Length);
        Parallel.For(0, parts, part =>
        {
            int first = (int)((long)sketches.Length * part / parts), end = (int)((long)sketches.Length * (part + 1) / parts);
            try
            {
                new NpzSketchReader(place, faults) { _rowsLeft = rowsLeft }.Decode(
                    machine, array.Data, first, sketches.AsSpan(first, end - first));
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
        // One object may appear in many places, and is decoded once.
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
        _decoder.CheckShape(0, rows, columns);
        int size = rows * columns * array.Dtype.Size;
        return DecodeEach(count, i => _decoder.Decode(array.Data.Span.Slice(i * size, size), array.Dtype, rows, columns, false, i));
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
            return _decoder.Decode(points.Data.Span.Slice((int)starts[i] * rowSize, rows * rowSize), points.Dtype, rows, 3, false, i);
        });
    }

    private Sketch FromArray(PickleMachine machine, in PickleArray array, int index)
    {
        if (!array.Built || array.Rank != 2)
        {
            throw machine.Error(array.Offset, "a sketch as an array [n, 3]",
                array.Built ? $"sketch {index} of the shape {array.ShapeText}" : $"sketch {index} as an array without a state");
        }

        _decoder.CheckShape(index, array.Rows, array.Columns);
        Spend(array.Rows, index);
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

        return _decoder.Decode(data, dtype, array.Rows, array.Columns, array.Fortran, index);
    }

    private void Spend(int rows, int index)
    {
        if (Interlocked.Add(ref _rowsLeft.Value, -rows) < 0)
            throw place.Error($"sketch {index}", "no more rows than the pickle has bytes", "more, in arrays that share their bytes");
    }

    private Sketch[] FromNumbers(PickleMachine machine, PickleArray array)
    {
        if (array.Rows == 0)
            return [];
        _decoder.CheckShape(0, array.Columns, array.Depth);
        (int rows, int columns) = (array.Columns, array.Depth);
        return DecodeEach(
            array.Rows, i => FromNumbers(machine.ItemsOf(array.Data).Slice(i * rows * columns, rows * columns), rows, columns, i));
    }

    private Sketch FromRows(PickleMachine machine, PickleValue list, int index)
    {
        ReadOnlySpan<PickleValue> rows = machine.ItemsOf(list);
        int columns = rows.Length > 0 && rows[0].Kind is PickleKind.List or PickleKind.Tuple ? machine.ItemsOf(rows[0]).Length : 0;
        _decoder.CheckShape(index, rows.Length, columns);
        Spend(rows.Length, index);
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

        return _decoder.Decode(numbers, rows, columns, index);
    }

    private int CheckedCount(long n) =>
        n <= Array.MaxLength ? (int)n : throw place.Error(0, $"a dimension of at most {Array.MaxLength}", $"{n}");
}
