using System.Numerics;

namespace RpclPix2Seq.Sketches.Simplification;

/// <summary>
/// Line simplification by Ramer (1972) and by Douglas and Peucker (1973), as Google's files were made: the distance is that from the
/// endless line y = m x + c, computed from m and c, and the first of several farthest points is kept. One object serves many strokes; not
/// for several threads.
/// </summary>
internal sealed class StrokeReducer
{
    // Beyond this a line counts as vertical; m² and m · x stay finite below.
    private const double Steepest = 1e100;

    // Strokes by hand need some dozens. A made-up one can need half as many as it has points, which would take hours.
    private const int MostDistancesPerPoint = 1000;

    private readonly Stack<(int First, int Last)> _open = new();
    private readonly List<int> _kept = [];
    private bool[] _keep = new bool[1024];

    /// <summary>The indices of the points that are kept, in order: both ends, and what is needed so that no dropped point is farther than
    /// <paramref name="epsilon"/> from the line that replaces it. Valid until the next call.</summary>
    /// <param name="x">At least one finite x.</param>
    /// <param name="y">As many.</param>
    /// <param name="epsilon">At least 0.</param>
    public ReadOnlySpan<int> Reduce(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double epsilon)
    {
        if (_keep.Length < x.Length)
            _keep = new bool[x.Length];
        Span<bool> keep = _keep.AsSpan(0, x.Length);
        keep.Clear();
        keep[0] = keep[^1] = true;
        long distances = 0, most = (long)x.Length * MostDistancesPerPoint;

        // An explicit stack: a spiral can bisect as unevenly as one point at a time, which would exhaust the call stack.
        _open.Push((0, x.Length - 1));
        while (_open.TryPop(out (int First, int Last) span))
        {
            if (span.Last - span.First < 2)
                continue;
            int farthest = Farthest(x, y, span.First, span.Last, epsilon);
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

        // |m x − y + c| / √(m² + 1); for a vertical line |x − x1|, which is the same with other numbers.
        double m = dy / dx;
        bool isVertical = !(Math.Abs(m) < Steepest);
        (double a, double b, double c, double divisor) = isVertical ? (1, 0, -x1, 1) : (m, 1, y1 - (m * x1), Math.Sqrt((m * m) + 1));
        double largest = Largest(x, y, a, b, c) / divisor;
        if (!(largest > epsilon))
            return -1;

        // Division rounds, so that different numerators can be equally far: the first of them counts.
        for (int i = 0; i < x.Length; i++)
        {
            if (Math.Abs((a * x[i]) - (b * y[i]) + c) / divisor >= largest)
                return Offset(i, first);
        }

        return -1;
    }

    private static int Offset(int index, int first) => index < 0 ? index : first + 1 + index;

    private static double Largest(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double a, double b, double c)
    {
        double largest = 0;
        int i = 0;
        if (x.Length >= 2 * Vector<double>.Count)
        {
            Vector<double> a4 = new(a), b4 = new(b), c4 = new(c), largest4 = Vector<double>.Zero;
            for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
                largest4 = Vector.Max(largest4, Vector.Abs((a4 * new Vector<double>(x[i..])) - (b4 * new Vector<double>(y[i..])) + c4));
            for (int lane = 0; lane < Vector<double>.Count; lane++)
                largest = Math.Max(largest, largest4[lane]);
        }

        for (; i < x.Length; i++)
            largest = Math.Max(largest, Math.Abs((a * x[i]) - (b * y[i]) + c));
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
