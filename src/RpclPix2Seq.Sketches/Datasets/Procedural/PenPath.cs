using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// The line that a steady hand would follow in one stroke: straight pieces and smooth curves one after the other, with a corner wherever
/// two pieces meet, sampled about every half unit (a drawing is about 100 units wide; x to the right, y down).
/// </summary>
internal sealed class PenPath
{
    private const float Step = 0.5f;
    private readonly List<Vector2> _points = [];

    /// <summary>Begins at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public PenPath(float x, float y) => _points.Add(new(x, y));

    /// <summary>Begins at <paramref name="start"/>.</summary>
    public PenPath(Vector2 start) => _points.Add(start);

    /// <summary>The samples, in drawing order.</summary>
    public IReadOnlyList<Vector2> Points => _points;

    /// <summary>Goes straight to <paramref name="to"/>.</summary>
    public PenPath Line(Vector2 to)
    {
        Vector2 from = _points[^1];
        int steps = Math.Max(1, (int)(Vector2.Distance(from, to) / Step));
        for (int i = 1; i <= steps; i++)
            _points.Add(Vector2.Lerp(from, to, i / (float)steps));
        return this;
    }

    /// <summary>Goes straight to (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public PenPath Line(float x, float y) => Line(new Vector2(x, y));

    /// <summary>Goes from the pen position smoothly through all of <paramref name="through"/> (a Catmull–Rom spline).</summary>
    public PenPath Curve(params ReadOnlySpan<Vector2> through)
    {
        Vector2[] knots = [_points[^1], .. through];
        for (int k = 0; k + 1 < knots.Length; k++)
        {
            Vector2 before = k > 0 ? knots[k - 1] : knots[k] + (knots[k] - knots[k + 1]);
            Vector2 after = k + 2 < knots.Length ? knots[k + 2] : knots[k + 1] + (knots[k + 1] - knots[k]);
            int steps = Math.Max(2, (int)(Vector2.Distance(knots[k], knots[k + 1]) / Step));
            for (int i = 1; i <= steps; i++)
                _points.Add(CatmullRom(before, knots[k], knots[k + 1], after, i / (float)steps));
        }

        return this;
    }

    private static Vector2 CatmullRom(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float t) =>
        0.5f * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
}
