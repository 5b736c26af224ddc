namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Polylines on the picture, built the way cairo builds a path: points are fixed-point, repeated points are left out, and a line that
/// continues in exactly the direction of the previous one extends it.
/// </summary>
internal sealed class StrokePath
{
    private readonly GrowingArray<FixedPoint> _points = new(256);
    private readonly GrowingArray<int> _starts = new(64);
    private FixedPoint _current;
    private bool _moved;

    /// <summary>The number of polylines; each has at least two points.</summary>
    public int Count => _starts.Count;

    /// <summary>True while every line is horizontal or vertical.</summary>
    public bool IsRectilinear { get; private set; } = true;

    /// <summary>The points of polyline <paramref name="index"/>; no two neighbors are equal.</summary>
    public ReadOnlySpan<FixedPoint> Polyline(int index)
    {
        int start = _starts[index];
        int end = index + 1 < _starts.Count ? _starts[index + 1] : _points.Count;
        return _points.Items[start..end];
    }

    /// <summary>Forgets all lines.</summary>
    public void Clear()
    {
        _points.Clear();
        _starts.Clear();
        IsRectilinear = true;
    }

    /// <summary>Moves the pen without drawing; a following line begins a new polyline.</summary>
    public void MoveTo(FixedPoint point)
    {
        _current = point;
        _moved = true;
    }

    /// <summary>Draws a straight line from where the pen is.</summary>
    public void LineTo(FixedPoint point)
    {
        FixedPoint step = point - _current;
        if (step == default)
            return;

        IsRectilinear &= step.X == 0 || step.Y == 0;
        if (_moved)
        {
            _starts.Add(_points.Count);
            _points.Add(_current);
            _points.Add(point);
            _moved = false;
        }
        else if (ContinuesLastLine(step))
        {
            _points[_points.Count - 1] = point;
        }
        else
        {
            _points.Add(point);
        }

        _current = point;
    }

    private bool ContinuesLastLine(FixedPoint step)
    {
        FixedPoint last = _current - _points[_points.Count - 2];
        return last.Cross(step) == 0 && last.Dot(step) >= 0;
    }
}
