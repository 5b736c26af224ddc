using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// The rows of numbers that a drawing consists of, before it is known whether a row is a point, [x, y, …], or a column of coordinates, as in
/// Quick, Draw!'s [[x…], [y…]]. That is decided for the whole drawing at once.
/// </summary>
internal sealed class StrokeRows
{
    private readonly List<float> _values = [];
    private readonly List<int> _widths = [];
    private readonly List<int> _rowsOfStrokes = [];
    private int _widthSoFar;
    private int _rowsSoFar;

    /// <summary>Whether a point was given by name, {"x": …, "y": …}, so that all rows are points.</summary>
    public bool HasNamedPoints { get; set; }

    /// <summary>The numbers so far.</summary>
    public int Values => _values.Count;

    /// <summary>The rows so far.</summary>
    public int Rows => _widths.Count;

    public void Clear()
    {
        _values.Clear();
        _widths.Clear();
        _rowsOfStrokes.Clear();
        (_widthSoFar, _rowsSoFar, HasNamedPoints) = (0, 0, false);
    }

    public void Add(float value)
    {
        _values.Add(value);
        _widthSoFar++;
    }

    public void EndRow()
    {
        _widths.Add(_widthSoFar);
        _rowsSoFar++;
        _widthSoFar = 0;
    }

    public void EndStroke()
    {
        if (_rowsSoFar > 0)
            _rowsOfStrokes.Add(_rowsSoFar);
        _rowsSoFar = 0;
    }

    /// <summary>The strokes that have points, or null and why the rows make none.</summary>
    /// <param name="prefersColumns">What rows are that could be both.</param>
    /// <param name="reason">Why there is no drawing; empty if there is.</param>
    public List<Vector2[]>? ToStrokes(bool prefersColumns, out string reason)
    {
        RowKind kind = KindOfRows(prefersColumns);
        List<Vector2[]> strokes = new(_rowsOfStrokes.Count);
        reason = kind == RowKind.Unequal ? JsonSkips.Unequal : "";
        ReadOnlySpan<float> values = CollectionsMarshal.AsSpan(_values);
        ReadOnlySpan<int> widths = CollectionsMarshal.AsSpan(_widths);
        foreach (int rows in _rowsOfStrokes)
        {
            if (reason.Length > 0)
                return null;
            Vector2[] stroke = kind == RowKind.Columns ? FromColumns(values, widths[0]) : FromPoints(values, widths[..rows], ref reason);
            if (stroke.Length > 0)
                strokes.Add(stroke);
            foreach (int width in widths[..rows])
                values = values[width..];
            widths = widths[rows..];
        }

        reason = reason.Length == 0 && strokes.Count == 0 ? JsonSkips.NoStrokes : reason;
        return reason.Length == 0 ? strokes : null;
    }

    private static Vector2[] FromColumns(ReadOnlySpan<float> values, int width)
    {
        Vector2[] stroke = new Vector2[width];
        for (int i = 0; i < width; i++)
            stroke[i] = new Vector2(values[i], values[width + i]);
        return stroke;
    }

    private static Vector2[] FromPoints(ReadOnlySpan<float> values, ReadOnlySpan<int> widths, ref string reason)
    {
        Vector2[] stroke = new Vector2[widths.Length];
        for (int i = 0; i < widths.Length; i++)
        {
            if (widths[i] < 2)
            {
                reason = JsonSkips.ShortPoint;
                return [];
            }

            stroke[i] = new Vector2(values[0], values[1]);
            values = values[widths[i]..];
        }

        return stroke;
    }

    /// <summary>
    /// Columns need every stroke to have two rows, or every one three, of one length within a stroke. Where moreover all rows of the drawing
    /// have two, or all have three numbers, they could as well be points.
    /// </summary>
    private RowKind KindOfRows(bool prefersColumns)
    {
        const int widestPoint = 4;
        if (HasNamedPoints || _rowsOfStrokes.Count == 0)
            return RowKind.Points;
        int rows = _rowsOfStrokes[0];
        foreach (int other in _rowsOfStrokes)
        {
            if (other != rows)
                return RowKind.Points;
        }

        if (rows is not (2 or 3))
            return RowKind.Points;
        bool equalWithin = true, equalAll = true;
        int widest = 0;
        for (int i = 0; i < _widths.Count; i++)
        {
            equalWithin &= _widths[i] == _widths[i / rows * rows];
            equalAll &= _widths[i] == _widths[0];
            widest = Math.Max(widest, _widths[i]);
        }

        if (!equalWithin)
            return widest > widestPoint ? RowKind.Unequal : RowKind.Points;
        bool isAmbiguous = equalAll && widest is (2 or 3);
        return isAmbiguous && !prefersColumns ? RowKind.Points : RowKind.Columns;
    }

    private enum RowKind
    {
        Points,
        Columns,
        Unequal,
    }
}
