using System.Numerics;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>Statistics of the strokes of sketches, as means over sketches. Lengths are in data units.</summary>
/// <param name="Points">Rows per sketch.</param>
/// <param name="Strokes">Strokes per sketch: how often the pen is put down.</param>
/// <param name="InkLength">The length of all lines of a sketch.</param>
/// <param name="Size">The longer side of the bounding box of a sketch's lines; 0 without a line.</param>
/// <param name="Blank">How many sketches have no line at all.</param>
internal sealed record StrokeStatistics(Estimate Points, Estimate Strokes, Estimate InkLength, Estimate Size, int Blank)
{
    /// <summary>Measures sketches.</summary>
    /// <param name="sketches">At least one.</param>
    /// <param name="firstRow">What their first row means.</param>
    /// <param name="bootstrap">How intervals are made.</param>
    public static StrokeStatistics Of(IReadOnlyList<Sketch> sketches, FirstRow firstRow, BootstrapOptions bootstrap)
    {
        Measures[] measured = [.. sketches.Select(sketch => Measures.Of(sketch, firstRow))];
        return new StrokeStatistics(
            Mean(measures => measures.Points), Mean(measures => measures.Strokes), Mean(measures => measures.Ink),
            Mean(measures => measures.Size), measured.Count(measures => measures.Ink == 0));

        Estimate Mean(Func<Measures, double> value) => Bootstrap.Mean([.. measured.Select(value)], bootstrap)!;
    }

    private readonly record struct Measures(int Points, int Strokes, double Ink, double Size)
    {
        public static Measures Of(Sketch sketch, FirstRow firstRow)
        {
            List<Vector2[]> lines = Polylines.FromStroke3(sketch.Points, firstRow);
            Vector2 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
            double ink = 0;
            foreach (Vector2[] line in lines.Where(line => line.Length > 1))
            {
                for (int i = 0; i < line.Length; i++)
                {
                    (low, high) = (Vector2.Min(low, line[i]), Vector2.Max(high, line[i]));
                    ink += i > 0 ? Vector2.Distance(line[i - 1], line[i]) : 0;
                }
            }

            return new Measures(sketch.Length, lines.Count, ink, ink > 0 ? Math.Max(high.X - low.X, high.Y - low.Y) : 0);
        }
    }
}
