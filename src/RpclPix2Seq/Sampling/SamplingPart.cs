using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Networks.Decoder.Fused;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>The rows of one thread: the sketches that it is drawing.</summary>
internal sealed unsafe class SamplingPart
{
    // Starting sketches costs products with all weights of the code, which is inefficient for few rows.
    private const int RefillShare = 16, LeastRefill = 4;

    private readonly DecoderSteps _steps;
    private readonly SamplingQueue _queue;
    private readonly SketchOrders _orders;
    private readonly int _capacity, _refill;
    private readonly TensorNumbers<float> _rows, _heads, _scratch;
    private readonly int[] _sketches, _lengths;
    private readonly CounterRandom[] _randoms;
    private SketchStroke[] _drawn = [];
    private int _live, _written;

    /// <summary>Its tensors belong to the current scope.</summary>
    /// <param name="steps">The decoder.</param>
    /// <param name="queue">The waiting sketches.</param>
    /// <param name="capacity">Maximum sketches at a time.</param>
    /// <param name="orders">How each sketch is drawn.</param>
    public SamplingPart(DecoderSteps steps, SamplingQueue queue, int capacity, SketchOrders orders)
    {
        _steps = steps;
        _queue = queue;
        _orders = orders;
        _capacity = capacity;
        _refill = Math.Min(capacity, Math.Max(LeastRefill, capacity / RefillShare));

        // New rows are started after the others, and their number is padded.
        int padded = capacity + StepRows.Padded(1);
        _rows = TensorMemory.Floats(zeros(padded, steps.Width, float32));
        _heads = TensorMemory.Floats(zeros(padded, steps.HeadSize, float32));
        _scratch = TensorMemory.Floats(zeros(steps.ScratchSize(capacity), float32));
        _sketches = new int[capacity];
        _lengths = new int[capacity];
        _randoms = new CounterRandom[capacity];
    }

    /// <summary>Whether it is drawing no sketch.</summary>
    public bool IsIdle => _live == 0;

    /// <summary>What the last <see cref="Advance"/> drew.</summary>
    public ReadOnlySpan<SketchStroke> Drawn => _drawn.AsSpan(0, _written);

    /// <summary>Reserves space for the rows of that many steps, so that they allocate nothing.</summary>
    public void Reserve(int steps)
    {
        int most = checked(2 * steps * _capacity);
        if (_drawn.Length < most)
            _drawn = new SketchStroke[most];
    }

    /// <summary>Draws that many rows of each sketch, new ones included.</summary>
    public void Advance(int steps)
    {
        _written = 0;
        for (int i = 0; i < steps; i++)
        {
            Refill();
            if (_live == 0)
                return;
            StepRows rows = _steps.Rows(_rows.First, _live);
            _steps.Step(rows, _heads.First, _scratch.First);

            // Backward: the row that replaces an ended one has already been drawn.
            for (int b = _live - 1; b >= 0; b--)
            {
                if (Draw(rows, b))
                    Remove(rows, b);
            }
        }
    }

    private void Refill()
    {
        int room = _capacity - _live;
        if (room < _refill && _live > 0)
            return;
        (int first, int count) = _queue.Take(room);
        if (count == 0)
            return;
        _steps.Begin(_queue.Code(first), _steps.Rows(_rows + ((long)_live * _steps.Width), count));
        for (int i = 0; i < count; i++, _live++)
        {
            _sketches[_live] = first + i;
            _lengths[_live] = 0;
            _randoms[_live] = _orders.RandomOf(first + i);
        }
    }

    /// <summary>Draws a sketch's next row; returns whether the sketch has ended.</summary>
    private bool Draw(StepRows rows, int b)
    {
        float* row = rows.Stroke(b);
        ReadOnlySpan<float> head = new(_heads + ((long)b * _steps.HeadSize), _steps.HeadSize);
        Span<float> stroke = new(row, Stroke5.Columns);
        SamplingOptions options = _orders.OptionsOf(_sketches[b]);
        StrokeSampler.Draw(head, options, mayEnd: _lengths[b] > 0, ref _randoms[b], stroke);
        StrokePoint? given = _orders.Force(_sketches[b], _lengths[b], stroke);
        DecoderRows.Move(new Span<float>(row, _steps.Columns));
        bool ends = row[4] == 1;
        if (!ends)
        {
            StrokePoint point = given ?? new(row[0] * _orders.StrokeScale, row[1] * _orders.StrokeScale, row[3] == 1);
            _drawn[_written++] = new SketchStroke(_sketches[b], point, Ends: false);
            ends = ++_lengths[b] == options.MaxLength;
        }

        if (ends)
            _drawn[_written++] = new SketchStroke(_sketches[b], default, Ends: true);
        return ends;
    }

    private void Remove(StepRows rows, int b)
    {
        _live--;
        if (b == _live)
            return;
        rows.Move(_live, b);
        _sketches[b] = _sketches[_live];
        _lengths[b] = _lengths[_live];
        _randoms[b] = _randoms[_live];
    }
}

/// <summary>The codes of sketches that no thread has started; threads take from it.</summary>
internal sealed unsafe class SamplingQueue
{
    private readonly int _count, _size;
    private readonly TensorNumbers<float> _codes;
    private int _next;

    /// <param name="count">N.</param>
    /// <param name="codes">[N, Z], followed by as many more rows as products may read past the end.</param>
    /// <param name="size">Z.</param>
    public SamplingQueue(int count, TensorNumbers<float> codes, int size)
    {
        _count = count;
        _codes = codes;
        _size = size;
    }

    /// <summary>Whether all sketches have been taken.</summary>
    public bool IsEmpty => Volatile.Read(ref _next) >= _count;

    /// <summary>The code of a sketch.</summary>
    public float* Code(int sketch) => _codes + ((long)sketch * _size);

    /// <summary>Takes the next sketches.</summary>
    /// <param name="most">How many there is room for.</param>
    /// <returns>The first sketch, and how many: possibly none.</returns>
    public (int First, int Count) Take(int most)
    {
        if (IsEmpty)
            return (_count, 0);
        int first = Interlocked.Add(ref _next, most) - most;
        return (first, Math.Clamp(_count - first, 0, most));
    }
}
