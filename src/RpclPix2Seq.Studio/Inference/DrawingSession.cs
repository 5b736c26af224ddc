using System.Numerics;
using System.Runtime.CompilerServices;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Inference;

/// <summary>
/// Draws the sketches of a request. Each draws from its own seed alone, so that its recipe makes it again. Where the best of several is
/// wanted, all are drawn, and the one whose own code is nearest to the requested one is told.
/// </summary>
internal sealed class DrawingSession
{
    private readonly StudioModel _model;
    private readonly IReadOnlyList<SketchPlan> _plans;
    private readonly (int Plan, int Try)[] _tries;

    /// <param name="model">The model.</param>
    /// <param name="plans">What to draw.</param>
    public DrawingSession(StudioModel model, IReadOnlyList<SketchPlan> plans)
    {
        _model = model;
        _plans = plans;
        _tries = [.. plans.SelectMany((plan, i) => Enumerable.Range(0, plan.Options.BestOf).Select(n => (i, n)))];
    }

    /// <summary>Draws.</summary>
    public async IAsyncEnumerable<SketchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        float[] codes = [.. _tries.SelectMany(each => _plans[each.Plan].From.Code)];
        SketchOrder[] orders =
        [
            .. _tries.Select(each => new SketchOrder(_plans[each.Plan].Options, each.Try, _plans[each.Plan].Beginning?.Rows)),
        ];
        StrokeMaker[] makers = [.. _tries.Select(each => new StrokeMaker(_model.Config.FirstRow, _plans[each.Plan].Beginning))];
        int[] left = [.. _plans.Select(plan => plan.Options.BestOf)];
        List<Vector2> points = [];
        await foreach (SketchStroke row in _model.Worker.Draw(codes, orders, cancellationToken).ReadAllAsync(cancellationToken)
            .ConfigureAwait(false))
        {
            int plan = _tries[row.Sketch].Plan;
            StrokeMaker maker = makers[row.Sketch];
            bool alone = _plans[plan].Options.BestOf == 1;
            if (!row.Ends)
            {
                int stroke = maker.Stroke;
                points.Clear();
                maker.Add(row.Point, points);
                foreach (Vector2 point in alone ? points : [])
                    yield return new SketchEvent(new PointAnswer(plan, stroke, point.X, point.Y), null);
            }
            else if (--left[plan] == 0)
            {
                int chosen = alone ? row.Sketch : await BestAsync(plan, makers, cancellationToken).ConfigureAwait(false);
                foreach (SketchEvent point in alone ? [] : Points(plan, makers[chosen]))
                    yield return point;
                yield return new SketchEvent(null, Drawn(plan, makers[chosen]));
            }
        }
    }

    private async Task<int> BestAsync(int plan, StrokeMaker[] makers, CancellationToken cancellationToken)
    {
        int first = Array.FindIndex(_tries, each => each.Plan == plan), count = _plans[plan].Options.BestOf;
        if (!_model.Encodes)
            return first;
        Sketch[] drawings = [.. makers.AsSpan(first, count).ToArray().Select(maker => maker.Rows())];
        float[] codes = [.. Enumerable.Repeat(_plans[plan].From.Code, count).SelectMany(code => code)];
        double[] nearness = await _model.Worker.Ask(loaded => new SketchGenerator(loaded).Nearness(drawings, codes), cancellationToken)
            .ConfigureAwait(false);
        return first + Enumerable.Range(0, count).MaxBy(i => nearness[i]);
    }

    private IEnumerable<SketchEvent> Points(int plan, StrokeMaker drawn)
    {
        // As if it were drawn now.
        StrokeMaker maker = new(_model.Config.FirstRow, _plans[plan].Beginning);
        List<Vector2> points = [];
        foreach (StrokePoint row in drawn.Rows().Points.ToArray())
        {
            int stroke = maker.Stroke;
            points.Clear();
            maker.Add(row, points);
            foreach (Vector2 point in points)
                yield return new SketchEvent(new PointAnswer(plan, stroke, point.X, point.Y), null);
        }
    }

    private DrawnAnswer Drawn(int plan, StrokeMaker maker)
    {
        (PlacedCode from, SamplingOptions options, SketchBeginning? beginning) = _plans[plan];
        IReadOnlyList<Vector2[]> strokes = maker.Strokes();
        int? given = beginning?.Strokes.Length;
        Recipe recipe = new(_model.Hash, from.Code, from.Component, options.Seed, StudioModel.ChoiceOf(options), strokes, given);
        return new DrawnAnswer(plan, strokes, recipe, maker.Length < options.MaxLength, given);
    }
}

/// <summary>Gathers the rows of a sketch into strokes. Given strokes stay as they were given, whatever the decoder read of them.</summary>
internal sealed class StrokeMaker
{
    private readonly FirstRow _firstRow;
    private readonly int _given;
    private readonly List<StrokePoint> _rows = [];
    private readonly List<Vector2[]> _strokes;
    private readonly List<Vector2> _current = [];
    private double _x, _y;

    /// <param name="firstRow">The meaning of the first row.</param>
    /// <param name="beginning">What the sketch begins with, or null.</param>
    public StrokeMaker(FirstRow firstRow, SketchBeginning? beginning)
    {
        _firstRow = firstRow;
        _given = beginning?.Rows.Length ?? 0;
        _strokes = [.. beginning?.Strokes ?? []];
        if (beginning is null)
        {
            Starts = firstRow == FirstRow.Ink;
            return;
        }

        Given = beginning.Strokes.Length;
        (_x, _y) = (_strokes[^1][^1].X, _strokes[^1][^1].Y);
        if (!beginning.IsOpen)
            return;
        _current.AddRange(_strokes[^1]);
        _strokes.RemoveAt(_strokes.Count - 1);
    }

    /// <summary>Rows, those of the beginning included.</summary>
    public int Length => _rows.Count;

    /// <summary>Strokes that were given.</summary>
    public int Given { get; }

    /// <summary>The stroke that the next point belongs to.</summary>
    public int Stroke => _strokes.Count;

    // Whether the origin is the first point.
    private bool Starts { get; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="added">Receives the points that it adds: none for a row of the beginning, two where the origin is the first.</param>
    public void Add(StrokePoint row, List<Vector2> added)
    {
        _rows.Add(row);
        if (_rows.Count <= _given)
            return;
        if (_rows.Count == 1 && Starts)
            added.Add(default);
        (_x, _y) = (_x + row.Dx, _y + row.Dy);
        added.Add(new Vector2((float)_x, (float)_y));
        _current.AddRange(added);
        if (!row.PenUp)
            return;
        _strokes.Add([.. _current]);
        _current.Clear();
    }

    /// <summary>All strokes so far.</summary>
    public IReadOnlyList<Vector2[]> Strokes() => _current.Count > 0 ? [.. _strokes, [.. _current]] : [.. _strokes];

    /// <summary>All rows so far.</summary>
    public Sketch Rows() => new Sketch([.. _rows]).Tagged(_firstRow);
}
