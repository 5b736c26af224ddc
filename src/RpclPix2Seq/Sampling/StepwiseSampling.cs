using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// Drawing with tensor operators, on any device and type: one batch after another. Each step computes all sketches that remain in the
/// batch; ended ones are removed once they make up a quarter of it.
/// </summary>
internal sealed class StepwiseSampling : ISamplingPath
{
    private readonly Pix2SeqModel _model;
    private readonly Tensor _allCodes;
    private readonly SketchOrders _orders;
    private readonly int _count, _batchSize;
    private Pen[] _active = [];
    private Tensor? _codes, _state;
    private int _begun;

    /// <param name="model">The model; not changed.</param>
    /// <param name="codes">[N, Z]; the caller keeps ownership.</param>
    /// <param name="orders">How each sketch is drawn.</param>
    /// <param name="batchSize">The most sketches that are drawn at the same time.</param>
    public StepwiseSampling(Pix2SeqModel model, Tensor codes, SketchOrders orders, int batchSize)
    {
        _model = model;
        _allCodes = codes;
        _orders = orders;
        _count = (int)codes.shape[0];
        _batchSize = batchSize;
    }

    /// <inheritdoc/>
    public bool IsDone => _active.Length == 0 && _begun == _count;

    /// <inheritdoc/>
    public void Advance(int steps, List<SketchStroke> drawn)
    {
        if (IsDone)
            return;
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        if (_active.Length == 0)
            BeginBatch();
        IDecoderCell cell = _model.Decoder.Cell;
        ICellUnrolling unrolling = cell.Begin(_codes!);
        Tensor state = _state!;
        int ended = 0;
        for (int i = 0; i < steps && (ended == 0 || ended < _active.Length / 4); i++)
        {
            using IDisposable stepScope = NewDisposeScope();
            CellState next = unrolling.Step(unrolling.Project(LastRows()), cell.Unpack(state), recurrentMask: null);
            float[] heads = _model.Decoder.Density(next.Hidden).Raw.Floats();
            state = cell.Pack(next).MoveToOuterDisposeScope();
            ended += DrawRows(heads, drawn);
        }

        Keep(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes?.Dispose();
        _state?.Dispose();
        (_codes, _state) = (null, null);
    }

    private void BeginBatch()
    {
        Dispose();
        int size = Math.Min(_batchSize, _count - _begun);
        _active =
        [
            .. Enumerable.Range(_begun, size).Select(
                i => new Pen(i, _model.Decoder.StartRow, _orders.RandomOf(i))),
        ];
        _codes = _allCodes.narrow(0, _begun, size).DetachFromDisposeScope();
        _state = _model.Decoder.InitialState(_codes).DetachFromDisposeScope();
        _begun += size;
    }

    private Tensor LastRows()
    {
        int columns = _model.Decoder.StartRow.Length;
        float[] rows = new float[_active.Length * columns];
        for (int i = 0; i < _active.Length; i++)
            _active[i].LastRow.CopyTo(rows.AsSpan(i * columns));
        return tensor(rows, [_active.Length, columns]).to(_model.Type).to(_model.Device);
    }

    /// <summary>Draws the next row of each sketch; returns how many sketches ended with it.</summary>
    private int DrawRows(float[] heads, List<SketchStroke> drawn)
    {
        int ended = 0, headSize = heads.Length / _active.Length;
        for (int i = 0; i < _active.Length; i++)
        {
            Pen pen = _active[i];
            if (pen.HasEnded)
                continue;
            if (pen.Draw(heads.AsSpan(i * headSize, headSize), _orders) is { } point)
                drawn.Add(new SketchStroke(pen.Sketch, point, Ends: false));
            if (pen.HasEnded)
            {
                drawn.Add(new SketchStroke(pen.Sketch, default, Ends: true));
                ended++;
            }
        }

        return ended;
    }

    /// <summary>Keeps only the sketches that have not ended.</summary>
    private void Keep(Tensor state)
    {
        int[] going = [.. Enumerable.Range(0, _active.Length).Where(i => !_active[i].HasEnded)];
        Tensor codes = _codes!;
        Tensor old = _state!;
        if (going.Length < _active.Length)
        {
            Tensor index = tensor(going, int64).to(codes.device);
            _codes = codes.index_select(0, index).DetachFromDisposeScope();
            state = state.index_select(0, index);
            _active = [.. going.Select(i => _active[i])];
            codes.Dispose();
        }

        _state = state.DetachFromDisposeScope();
        if (!ReferenceEquals(old, _state))
            old.Dispose();
    }

    /// <summary>A sketch being drawn.</summary>
    private sealed class Pen(int sketch, ReadOnlyMemory<float> startRow, CounterRandom random)
    {
        private readonly float[] _row = startRow.ToArray();
        private CounterRandom _random = random;
        private int _length;

        public int Sketch => sketch;

        public bool HasEnded { get; private set; }

        public ReadOnlySpan<float> LastRow => _row;

        /// <summary>Draws the next row, in data units; null for the end token.</summary>
        public StrokePoint? Draw(ReadOnlySpan<float> head, SketchOrders orders)
        {
            SamplingOptions options = orders.OptionsOf(Sketch);
            Span<float> stroke = _row.AsSpan(0, Stroke5.Columns);
            StrokeSampler.Draw(head, options, mayEnd: _length > 0, ref _random, stroke);
            StrokePoint? given = orders.Force(Sketch, _length, stroke);
            DecoderRows.Move(_row);
            HasEnded = _row[4] == 1 || ++_length == options.MaxLength;
            return _row[4] == 1 ? null : given ?? new StrokePoint(_row[0] * orders.StrokeScale, _row[1] * orders.StrokeScale, _row[3] == 1);
        }
    }
}
