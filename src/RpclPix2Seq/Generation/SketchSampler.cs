using RpclPix2Seq.Decoder;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.Randomness;
using RpclPix2Seq.Sketches.Strokes;
using static TorchSharp.torch;

namespace RpclPix2Seq.Generation;

/// <summary>Latent codes → sketches: many at once, each stopping at its own end token (specification §11, defect D-19).</summary>
public sealed class SketchSampler
{
    private readonly Pix2SeqModel _model;
    private readonly float _strokeScale;
    private readonly SamplingOptions _options;

    /// <param name="model">The model; left as it is.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes.</param>
    /// <param name="options">Temperature, seed, lengths.</param>
    public SketchSampler(Pix2SeqModel model, float strokeScale, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        _strokeScale = strokeScale;
        _options = options.Validate();
    }

    /// <summary>Draws a sketch for every code.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="drawn">Is told how many sketches are done.</param>
    /// <param name="token">Stops between steps.</param>
    /// <returns>N sketches of at least one row in data units, in the order of the codes.</returns>
    public Sketch[] Draw(Tensor codes, Action<int>? drawn = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(codes);
        int count = (int)codes.shape[0];
        var sketches = new Sketch[count];
        for (int begin = 0; begin < count; begin += _options.BatchSize)
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            int size = Math.Min(_options.BatchSize, count - begin);
            DrawBatch(codes.narrow(0, begin, size), begin, sketches.AsSpan(begin, size), token);
            drawn?.Invoke(begin + size);
        }

        return sketches;
    }

    /// <summary>
    /// Draws one batch in stretches. Within a stretch all its sketches take part in every step; once a quarter of them have ended, a new
    /// stretch goes on with the others alone.
    /// </summary>
    private void DrawBatch(Tensor codes, int firstIndex, Span<Sketch> sketches, CancellationToken token)
    {
        Pen[] pens = new Pen[sketches.Length];
        for (int i = 0; i < pens.Length; i++)
            pens[i] = new Pen(new CounterRandom(RandomPurpose.Strokes, _options.Seed, firstIndex + i));
        Pen[] active = pens;
        Tensor state = _model.Decoder.InitialState(codes);
        for (int step = 0; step < _options.MaxLength && active.Length > 0;)
        {
            using IDisposable stretch = NewDisposeScope();
            state = DrawStretch(active, codes, state, ref step, token);
            int[] going = [.. Enumerable.Range(0, active.Length).Where(i => !active[i].HasEnded)];
            active = [.. going.Select(i => active[i])];
            using Tensor index = tensor(going, int64).to(codes.device);
            codes = codes.index_select(0, index).MoveToOuterDisposeScope();
            state = state.index_select(0, index).MoveToOuterDisposeScope();
        }

        for (int i = 0; i < sketches.Length; i++)
            sketches[i] = pens[i].ToSketch(_strokeScale);
    }

    private Tensor DrawStretch(Pen[] active, Tensor codes, Tensor first, ref int step, CancellationToken token)
    {
        IDecoderCell cell = _model.Decoder.Cell;
        Tensor packed = first;
        ICellUnrolling unrolling = cell.Begin(codes);
        float[] rows = new float[active.Length * Stroke5.Columns];
        int ended = 0;
        while (step < _options.MaxLength && (ended == 0 || ended < active.Length / 4))
        {
            token.ThrowIfCancellationRequested();
            using IDisposable scope = NewDisposeScope();
            for (int i = 0; i < active.Length; i++)
                active[i].LastRow.CopyTo(rows.AsSpan(i * Stroke5.Columns));
            Tensor input = tensor(rows, [active.Length, Stroke5.Columns]).to(_model.Type).to(_model.Device);
            CellState state = unrolling.Step(unrolling.Project(input), cell.Unpack(packed), recurrentMask: null);
            float[] heads = _model.Decoder.Density(state.Hidden).Raw.to(float32).cpu().data<float>().ToArray();
            Tensor next = cell.Pack(state).MoveToOuterDisposeScope();
            if (!ReferenceEquals(packed, first))
                packed.Dispose();
            packed = next;
            step++;
            int headSize = heads.Length / active.Length;
            for (int i = 0; i < active.Length; i++)
            {
                if (!active[i].HasEnded && active[i].Draw(heads.AsSpan(i * headSize, headSize), _options))
                    ended++;
            }
        }

        return packed;
    }

    /// <summary>One sketch in the making.</summary>
    private sealed class Pen(CounterRandom random)
    {
        private readonly float[] _row = [0, 0, 1, 0, 0];
        private readonly List<StrokePoint> _points = [];
        private CounterRandom _random = random;

        public bool HasEnded { get; private set; }

        public ReadOnlySpan<float> LastRow => _row;

        /// <summary>Draws the next row; true if it ended the sketch.</summary>
        public bool Draw(ReadOnlySpan<float> head, SamplingOptions options)
        {
            StrokeSampler.Draw(head, options, mayEnd: _points.Count > 0, ref _random, _row);
            HasEnded = _row[4] == 1;
            if (!HasEnded)
                _points.Add(new StrokePoint(_row[0], _row[1], _row[3] == 1));
            return HasEnded;
        }

        public Sketch ToSketch(float scale) => StrokeScale.Multiply(new Sketch([.. _points]), scale);
    }
}
