using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>
/// How sketches are to begin: rows that take the place of those that are drawn, while they last. The decoder reads them as if it had drawn them. A row is
/// drawn all the same, so that a sketch's random numbers belong to its rows, given or not.
/// </summary>
internal sealed class SketchBeginnings
{
    private readonly IReadOnlyList<Sketch> _sketches;
    private readonly float _strokeScale;

    /// <param name="sketches">The beginning of each sketch, in data units, possibly without rows; empty if all sketches are free from their first row.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes.</param>
    public SketchBeginnings(IReadOnlyList<Sketch> sketches, float strokeScale) => (_sketches, _strokeScale) = (sketches, strokeScale);

    /// <summary>Puts the row that a sketch must have in the place of the one that was drawn.</summary>
    /// <param name="sketch">Which sketch.</param>
    /// <param name="at">Which of its rows.</param>
    /// <param name="row">The stroke-5 row that was drawn, in units of the model.</param>
    /// <returns>The given row in data units, or null where the sketch is free.</returns>
    public StrokePoint? Force(int sketch, int at, Span<float> row)
    {
        if (_sketches.Count == 0 || at >= _sketches[sketch].Length)
            return null;
        StrokePoint given = _sketches[sketch].Points[at];
        row[0] = given.Dx / _strokeScale;
        row[1] = given.Dy / _strokeScale;
        row[2] = given.PenUp ? 0 : 1;
        row[3] = given.PenUp ? 1 : 0;
        row[4] = 0;
        return given;
    }
}
