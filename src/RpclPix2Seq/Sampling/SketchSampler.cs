using RpclPix2Seq.Collectives;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// Turns latent codes into sketches: many at once, each stopping at its own end token (docs/original.md §11, defect D-19). The decoder's
/// path decides how; both paths draw the same except for the last bits.
/// </summary>
internal sealed class SketchSampler
{
    // Steps between two looks at what was drawn: enough that threads rarely wait for each other, few enough to stop soon.
    private const int StepsAtATime = 8;

    // Enough that few messages are needed, few enough that ranks have equally much to do.
    private const int RowsPerPart = 32;

    private readonly Pix2SeqModel _model;
    private readonly float _strokeScale;
    private readonly SamplingOptions _options;
    private readonly ICollective _ranks;
    private readonly FinishedParts? _finished;

    /// <param name="model">The model; not changed.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes: positive and finite.</param>
    /// <param name="options">Temperature, seed, lengths.</param>
    /// <param name="ranks">The processes that share the drawing of whole sketches; null for this one alone.</param>
    /// <param name="finished">Where they keep what is drawn, and find what a stopped job has drawn; null for nowhere.</param>
    public SketchSampler(
        Pix2SeqModel model, float strokeScale, SamplingOptions options, ICollective? ranks = null, FinishedParts? finished = null)
    {
        if (!(strokeScale > 0 && float.IsFinite(strokeScale)))
            throw new ArgumentOutOfRangeException(nameof(strokeScale), strokeScale, "a scale is positive and finite");
        _model = model;
        _strokeScale = strokeScale;
        _options = options.Validate();
        _ranks = ranks ?? new SingleCollective();
        _finished = finished;
    }

    /// <summary>Draws a sketch for every code.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="drawn">Called with how many sketches are done.</param>
    /// <param name="cancellationToken">Stops after a few steps.</param>
    /// <returns>N sketches of at least one row in data units, in the order of the codes.</returns>
    public Sketch[] Draw(Tensor codes, Action<int>? drawn = null, CancellationToken cancellationToken = default) =>
        Draw(codes, [], drawn, cancellationToken);

    /// <summary>Draws a sketch for every code, each with a given beginning.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="beginnings">The first rows of each sketch in data units, fewer than the longest length, possibly none: they are read
    /// instead of what would have been drawn. Empty for no beginnings at all.</param>
    /// <param name="drawn">Called with how many sketches are done.</param>
    /// <param name="cancellationToken">Stops after a few steps.</param>
    /// <returns>N sketches, beginnings included, in data units, in the order of the codes.</returns>
    /// <exception cref="InputException">A beginning is as long as sketches may get, or longer.</exception>
    /// <exception cref="ArgumentException">There are not as many beginnings as codes.</exception>
    public Sketch[] Draw(
        Tensor codes, IReadOnlyList<Sketch> beginnings, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        var sketches = new StrokePoint[]?[(int)codes.shape[0]];
        if (beginnings.Count > 0 && beginnings.Count != sketches.Length)
            throw new ArgumentException($"{beginnings.Count} beginnings for {sketches.Length} codes", nameof(beginnings));

        // Tensor operators give a row other bits in another batch: then ranks share whole batches.
        int rowsPerPart = _model.Decoder.FusedCell(codes) is null ? _options.BatchSize : RowsPerPart;
        int[] own = _ranks.OwnRows(sketches.Length, rowsPerPart);
        DrawnParts parts = new(
            _finished, sketches, rowsPerPart, _finished is null ? [] : codes.Floats(), $"{_options}, scale {_strokeScale}", beginnings);
        int[] left = parts.Restore(own);
        SketchOrders orders = Orders(left, beginnings);
        using Tensor rows = tensor([.. left.Select(row => (long)row)], int64, codes.device), chosen = codes.index_select(0, rows);
        Dictionary<int, List<StrokePoint>> making = [];
        int done = own.Length - left.Length, told = 0;
        foreach (List<SketchStroke> round in Rounds(chosen, orders, StepsAtATime, cancellationToken))
        {
            foreach (SketchStroke stroke in round)
            {
                if (!stroke.Ends)
                {
                    if (!making.TryGetValue(stroke.Sketch, out List<StrokePoint>? points))
                        making.Add(stroke.Sketch, points = []);
                    points.Add(stroke.Point);
                    continue;
                }

                making.Remove(stroke.Sketch, out List<StrokePoint>? all);
                int row = left[stroke.Sketch];
                sketches[row] = [.. all!];
                parts.Finish(row);
                done++;
            }

            if (done > told)
                drawn?.Invoke((int)((long)(told = done) * sketches.Length / own.Length));
        }

        _ranks.Share(sketches, rowsPerPart);
        return [.. sketches.Select(points => new Sketch(points!))];
    }

    /// <summary>
    /// Draws a sketch for every code and returns each row as soon as it is drawn: the same rows as
    /// <see cref="Draw(Tensor, Action{int}, CancellationToken)"/>.
    /// </summary>
    /// <param name="codes">[N, Z]; must live until the enumeration has ended.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>Each sketch's rows in order and then its end; those of different sketches are interleaved in no guaranteed order.</returns>
    public IEnumerable<SketchStroke> Stream(Tensor codes, CancellationToken cancellationToken = default) =>
        Rounds(codes, Orders([.. Enumerable.Range(0, (int)codes.shape[0])], []), 1, cancellationToken).SelectMany(round => round);

    private IEnumerable<List<SketchStroke>> Rounds(Tensor codes, SketchOrders orders, int steps, CancellationToken cancellationToken)
    {
        if (codes.shape[0] == 0)
            yield break;
        using ISamplingPath path = Begin(_model, codes, orders, _options.BatchSize);
        List<SketchStroke> drawn = [];
        while (!path.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            drawn.Clear();
            path.Advance(steps, drawn);
            yield return drawn;
        }
    }

    /// <summary>Begins to draw a sketch for every code, each in its own way.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="codes">[N, Z]; must live as long as the path.</param>
    /// <param name="orders">How each of the N sketches is drawn.</param>
    /// <param name="batchSize">The most sketches that are drawn at the same time.</param>
    public static ISamplingPath Begin(Pix2SeqModel model, Tensor codes, SketchOrders orders, int batchSize) =>
        model.Decoder.FusedCell(codes) is { } cell
            ? new FusedSampling(model.Decoder, cell, codes, orders, batchSize)
            : new StepwiseSampling(model, codes, orders, batchSize);

    /// <summary>How rows of a batch are drawn, after a look at the beginnings of all.</summary>
    private SketchOrders Orders(int[] rows, IReadOnlyList<Sketch> beginnings)
    {
        int longest = Stroke5.LongestOf(beginnings);
        return longest < _options.MaxLength
            ? SketchOrders.Alike(rows, _options, beginnings, _strokeScale)
            : throw new InputException(
                "the beginning", "", $"fewer than the {_options.MaxLength} rows that a sketch may have", $"{longest}",
                "give fewer of them");
    }
}

/// <summary>A way of drawing sketches, row by row.</summary>
internal interface ISamplingPath : IDisposable
{
    /// <summary>Whether all sketches have ended.</summary>
    bool IsDone { get; }

    /// <summary>Continues drawing.</summary>
    /// <param name="steps">Maximum rows that a sketch gets.</param>
    /// <param name="drawn">Receives what was drawn, each sketch's rows in order.</param>
    void Advance(int steps, List<SketchStroke> drawn);
}
