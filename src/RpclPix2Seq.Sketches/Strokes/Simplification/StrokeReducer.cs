using System.Numerics;

namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>
/// Line simplification by Ramer (1972) and by Douglas and Peucker (1973). As used for Google's files, the distance is that from the
/// infinite line, computed as a cross product over a length, which shortens strokes that double back; elsewhere it is that from the
/// segment. The first of several farthest points is kept. One object can reduce many strokes; not thread-safe.
/// </summary>
internal sealed class StrokeReducer
{
    // Hand-drawn strokes need a few dozen. A synthetic one can need half as many as it has points, which would take hours.
    private const int MostDistancesPerPoint = 1000;

    private readonly Stack<(int First, int Last)> _open = new();
    private readonly List<int> _kept = [];
    private bool[] _keep = new bool[1024];

    /// <summary>
    /// The indices of the points that are kept, in order: both ends, and the points needed so that no dropped point is farther than
    /// <paramref name="epsilon"/> from the line that replaces it. Valid until the next call.
    /// </summary>
    /// <param name="x">At least one finite x.</param>
    /// <param name="y">As many y.</param>
    /// <param name="epsilon">At least 0.</param>
    /// <param name="toSegment">Whether the distance is that from the segment between two points, not from their infinite line.</param>
    public ReadOnlySpan<int> Reduce(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double epsilon, bool toSegment)
    {
        if (_keep.Length < x.Length)
            _keep = new bool[x.Length];
        Span<bool> keep = _keep.AsSpan(0, x.Length);
        keep.Clear();
        keep[0] = keep[^1] = true;
        long distances = 0, most = (long)x.Length * MostDistancesPerPoint;

        // An explicit stack: a spiral can be bisected as unevenly as one point at a time, and recursion would then exhaust the call stack.
        _open.Push((0, x.Length - 1));
        while (_open.TryPop(out (int First, int Last) span))
        {
            if (span.Last - span.First < 2)
                continue;
            int farthest = toSegment
                ? FarthestFromSegment(x, y, span.First, span.Last, epsilon)
                : Farthest(x, y, span.First, span.Last, epsilon);
            if (farthest < 0)
                continue;

            // Halving instead keeps more points than needed, but never too few, and ends soon.
            distances += span.Last - span.First;
            if (distances > most)
                farthest = (span.First + span.Last) / 2;
            keep[farthest] = true;
            _open.Push((span.First, farthest));
            _open.Push((farthest, span.Last));
        }

        _kept.Clear();
        for (int i = 0; i < keep.Length; i++)
        {
            if (keep[i])
                _kept.Add(i);
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_kept);
    }

    /// <summary>The first of the points between two that are farthest from their line, or −1 if none is farther than ε.</summary>
    private static int Farthest(ReadOnlySpan<double> allX, ReadOnlySpan<double> allY, int first, int last, double epsilon)
    {
        double x1 = allX[first], y1 = allY[first], dx = allX[last] - x1, dy = allY[last] - y1;
        ReadOnlySpan<double> x = allX[(first + 1)..last], y = allY[(first + 1)..last];
        if (dx == 0 && dy == 0)
            return Offset(FarthestFromPoint(x, y, x1, y1, epsilon), first);

        double length = Math.Sqrt((dx * dx) + (dy * dy));
        double largest = Largest(x, y, x1, y1, dx, dy) / length;
        if (!(largest > epsilon))
            return -1;

        // Division rounds, so different areas can give the same distance; the first of them counts.
        for (int i = 0; i < x.Length; i++)
        {
            if (Math.Abs((dx * (y[i] - y1)) - (dy * (x[i] - x1))) / length >= largest)
                return Offset(i, first);
        }

        return -1;
    }

    private static int FarthestFromSegment(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int first, int last, double epsilon)
    {
        double x1 = x[first], y1 = y[first], dx = x[last] - x1, dy = y[last] - y1, squared = (dx * dx) + (dy * dy);
        (int farthest, double largest) = (-1, epsilon * epsilon);
        for (int i = first + 1; i < last; i++)
        {
            double px = x[i] - x1, py = y[i] - y1;
            double along = squared > 0 ? Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1) : 0;
            (px, py) = (px - (along * dx), py - (along * dy));
            double distance = (px * px) + (py * py);
            if (distance > largest)
                (farthest, largest) = (i, distance);
        }

        return farthest;
    }

    private static int Offset(int index, int first) => index < 0 ? index : first + 1 + index;

    /// <summary>The largest size of the cross product of (dx, dy) with the vector from (x1, y1) to a point.</summary>
    private static double Largest(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double x1, double y1, double dx, double dy)
    {
        double largest = 0;
        int i = 0;
        if (x.Length >= 2 * Vector<double>.Count)
        {
            Vector<double> x1s = new(x1), y1s = new(y1), dxs = new(dx), dys = new(dy), most = Vector<double>.Zero;
            for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
                most = Vector.Max(
                    most, Vector.Abs((dxs * (new Vector<double>(y[i..]) - y1s)) - (dys * (new Vector<double>(x[i..]) - x1s))));
            for (int lane = 0; lane < Vector<double>.Count; lane++)
                largest = Math.Max(largest, most[lane]);
        }

        for (; i < x.Length; i++)
            largest = Math.Max(largest, Math.Abs((dx * (y[i] - y1)) - (dy * (x[i] - x1))));
        return largest;
    }

    private static int FarthestFromPoint(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double atX, double atY, double epsilon)
    {
        (int farthest, double largest) = (-1, epsilon);
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - atX, dy = y[i] - atY;
            double distance = Math.Sqrt((dx * dx) + (dy * dy));
            if (distance > largest)
                (farthest, largest) = (i, distance);
        }

        return farthest;
    }
}
