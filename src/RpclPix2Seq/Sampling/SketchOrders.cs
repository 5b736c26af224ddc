using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>How one sketch of a batch is drawn.</summary>
/// <param name="Options">Temperatures, seed, longest length; their batch size and number of tries do not count here.</param>
/// <param name="Index">It draws from (seed, index) alone, so that it is the same in every batch.</param>
/// <param name="Beginning">Its first rows in data units, fewer than its longest length; null for none.</param>
internal readonly record struct SketchOrder(SamplingOptions Options, int Index, Sketch? Beginning = null);

/// <summary>
/// How the sketches of a batch are drawn. Given beginnings replace the drawn rows until they run out, and the decoder reads them as if it
/// had drawn them. A row is still drawn each time, so that each row has its own random numbers, given or not.
/// </summary>
/// <param name="orders">One for each sketch.</param>
/// <param name="strokeScale">Data units per unit of the model's strokes.</param>
internal sealed class SketchOrders(IReadOnlyList<SketchOrder> orders, float strokeScale)
{
    /// <summary>Data units per unit of the model's strokes.</summary>
    public float StrokeScale => strokeScale;

    /// <summary>Sketches that are drawn alike: rows of a batch, each with its place in the batch as its index.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="options">How all are drawn.</param>
    /// <param name="beginnings">The beginning of each row of the batch, or empty for none at all.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes.</param>
    public static SketchOrders Alike(int[] rows, SamplingOptions options, IReadOnlyList<Sketch> beginnings, float strokeScale) => new(
        [.. rows.Select(row => new SketchOrder(options, row, beginnings.Count > 0 ? beginnings[row] : null))], strokeScale);

    /// <summary>How a sketch is drawn.</summary>
    public SamplingOptions OptionsOf(int sketch) => orders[sketch].Options;

    /// <summary>The generator that a sketch draws from.</summary>
    public CounterRandom RandomOf(int sketch) =>
        new((long)RandomPurpose.Strokes, orders[sketch].Options.Seed, orders[sketch].Index); // joining purpose and key would allocate

    /// <summary>Replaces the drawn row by the one that the sketch must have.</summary>
    /// <param name="sketch">Which sketch.</param>
    /// <param name="at">Which of its rows.</param>
    /// <param name="row">The stroke-5 row that was drawn, in units of the model.</param>
    /// <returns>The given row in data units, or null where the sketch is free.</returns>
    public StrokePoint? Force(int sketch, int at, Span<float> row)
    {
        if (orders[sketch].Beginning is not { } beginning || at >= beginning.Length)
            return null;
        StrokePoint given = beginning.Points[at];
        row[0] = given.Dx / strokeScale;
        row[1] = given.Dy / strokeScale;
        row[2] = given.PenUp ? 0 : 1;
        row[3] = given.PenUp ? 1 : 0;
        row[4] = 0;
        return given;
    }
}
