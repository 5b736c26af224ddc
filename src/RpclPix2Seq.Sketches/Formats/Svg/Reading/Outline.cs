using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// Records moves, lines and cubic curves, and turns them into strokes once all are known, because the accuracy of the curves depends on the
/// size of the whole drawing. A move starts a stroke.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="limit">The maximum number of points in the drawing.</param>
internal sealed class Outline(string path, int limit)
{
    /// <summary>The maximum distance of a polyline from its curve, as a fraction of the drawing's larger side.</summary>
    public const double Tolerance = 0.001;

    private readonly List<Segment> _kinds = [];
    private readonly List<double> _places = [];
    private (double X, double Y) _start;
    private (double X, double Y) _pen;

    private enum Segment : byte
    {
        Move,
        Line,
        Cubic,
    }

    /// <summary>Applied to all points added from now on.</summary>
    public Affine Matrix { get; set; } = Affine.Identity;

    /// <summary>Whether only moves were recorded.</summary>
    public bool IsEmpty { get; private set; } = true;

    public void MoveTo(double x, double y)
    {
        _start = _pen = Matrix.Map(x, y);
        Record(Segment.Move);
        Add(_pen);
    }

    public void LineTo(double x, double y) => LineToMapped(Matrix.Map(x, y));

    public void CubicTo(double x1, double y1, double x2, double y2, double x, double y)
    {
        Record(Segment.Cubic);
        Add(Matrix.Map(x1, y1));
        Add(Matrix.Map(x2, y2));
        Add(_pen = Matrix.Map(x, y));
        IsEmpty = false;
    }

    /// <summary>
    /// Draws a line back to the start of the stroke, unless the pen is there already; a stroke of only a move and a close is a dot.
    /// </summary>
    public void Close()
    {
        if (_pen != _start || _kinds[^1] == Segment.Move)
            LineToMapped(_start);
    }

    /// <summary>
    /// The strokes in the order in which they were recorded. A move with nothing after it gives no stroke; a stroke whose points all
    /// coincide has one point.
    /// </summary>
    /// <exception cref="InputException">They have more points than the limit.</exception>
    public List<Vector2[]> ToStrokes()
    {
        ReadOnlySpan<double> places = CollectionsMarshal.AsSpan(_places);
        (Extent across, Extent down) = Box();
        CubicFlattener flattener = new(Math.Max(across.Length, down.Length) * Tolerance);
        List<Vector2[]> strokes = [];
        List<Vector2> stroke = [];
        double x = 0, y = 0;
        int kept = 0;
        foreach (Segment kind in _kinds)
        {
            int count = NumbersOf(kind);
            if (kind == Segment.Cubic)
                flattener.Flatten((x, y), places[..count], stroke);
            else if (kind == Segment.Move)
                kept += Finish(strokes, stroke);
            (x, y) = (places[count - 2], places[count - 1]);
            places = places[count..];
            if (kind != Segment.Cubic)
                stroke.Add(new Vector2((float)x, (float)y));
            if (kept + stroke.Count > 2L * limit)
                throw TooMany();
        }

        kept += Finish(strokes, stroke);
        return kept <= limit ? strokes : throw TooMany();
    }

    private static int NumbersOf(Segment kind) => kind == Segment.Cubic ? 6 : 2;

    /// <summary>Keeps the collected points if they make a stroke; returns how many were kept.</summary>
    private static int Finish(List<Vector2[]> strokes, List<Vector2> stroke)
    {
        ReadOnlySpan<Vector2> points = CollectionsMarshal.AsSpan(stroke);
        bool isDot = points.Length > 1 && points.IndexOfAnyExcept(points[0]) < 0;
        points = points.Length < 2 ? [] : isDot ? points[..1] : points;
        if (points.Length > 0)
            strokes.Add(points.ToArray());
        stroke.Clear();
        return points.Length;
    }

    /// <summary>The bounding box of all curves and lines.</summary>
    public (Extent Across, Extent Down) Box()
    {
        ReadOnlySpan<double> places = CollectionsMarshal.AsSpan(_places);
        Extent across = new(), down = new();
        double x = 0, y = 0;
        for (int i = 0; i < _kinds.Count; i++)
        {
            Segment kind = _kinds[i];
            int count = NumbersOf(kind);
            if (kind == Segment.Cubic)
            {
                across.IncludeCubic(x, places[0], places[2], places[4]);
                down.IncludeCubic(y, places[1], places[3], places[5]);
            }

            (x, y) = (places[count - 2], places[count - 1]);
            places = places[count..];

            // A move with nothing after it is not drawn.
            if (kind != Segment.Move || (i + 1 < _kinds.Count && _kinds[i + 1] != Segment.Move))
            {
                across.Include(x);
                down.Include(y);
            }
        }

        return (across, down);
    }

    private void LineToMapped((double X, double Y) place)
    {
        Record(Segment.Line);
        Add(_pen = place);
        IsEmpty = false;
    }

    private void Record(Segment kind)
    {
        // A dot is a move and a line; moves that draw nothing count toward the limit too.
        if (_kinds.Count >= 2L * limit)
            throw TooMany();
        _kinds.Add(kind);
    }

    private void Add((double X, double Y) place)
    {
        // Not (abs > max), so that NaN fails too.
        if (!(Math.Abs(place.X) <= float.MaxValue && Math.Abs(place.Y) <= float.MaxValue))
            throw new InputException(
                path, "", "finite coordinates", $"the point ({place.X}, {place.Y})", "it lies farther away than numbers reach");
        _places.Add(place.X);
        _places.Add(place.Y);
    }

    private InputException TooMany() => new(path, "", $"a drawing of at most {limit} points", "more", "cut it into several files");
}

/// <summary>The smallest interval that contains everything included.</summary>
internal struct Extent()
{
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    /// <summary>0 for nothing and for a single value.</summary>
    public readonly double Length => _most > _least ? _most - _least : 0;

    /// <summary>0 for nothing.</summary>
    public readonly double Middle => _most >= _least ? (_least / 2) + (_most / 2) : 0;

    public void Include(double value)
    {
        _least = Math.Min(_least, value);
        _most = Math.Max(_most, value);
    }

    /// <summary>Includes one coordinate of a cubic curve from t = 0 to 1, given its four control points.</summary>
    public void IncludeCubic(double p0, double p1, double p2, double p3)
    {
        Include(p0);
        Include(p3);
        if (Math.Min(p1, p2) >= Math.Min(p0, p3) && Math.Max(p1, p2) <= Math.Max(p0, p3))
            return;

        // Extremes are where the derivative 3 (a t² + b t + c) is zero; this form of the roots survives a = 0 and cancellation.
        double a = p3 - p0 + (3 * (p1 - p2)), b = 2 * (p0 - (2 * p1) + p2), c = p1 - p0;
        double q = -(b + Math.CopySign(Math.Sqrt((b * b) - (4 * a * c)), b)) / 2;
        IncludeAt(q / a, p0, p1, p2, p3);
        IncludeAt(c / q, p0, p1, p2, p3);
    }

    private void IncludeAt(double t, double p0, double p1, double p2, double p3)
    {
        // Also false for NaN: no root.
        if (t is not (> 0 and < 1))
            return;
        double s = 1 - t;
        Include((s * s * s * p0) + (3 * s * s * t * p1) + (3 * s * t * t * p2) + (t * t * t * p3));
    }
}
