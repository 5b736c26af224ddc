using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// The rows of numbers that a drawing consists of, before it is known whether a row is a point, [x, y, …], or a column of coordinates, as in
/// Quick, Draw!'s [[x…], [y…]]. That is decided for the whole drawing at once, or, where it could be either, by another drawing of the document.
/// </summary>
internal sealed class StrokeRows
{
    // x, y and times; and pressures and tilts, which are columns only if they are longer than points with all of these could be.
    private const int UsualColumns = 3;
    private const int MostColumns = 6;
    private const int ShortestOfManyColumns = 5;

    // Times, pressures, tilts and more beside x and y.
    private const int WidestPoint = 16;

    // Rows of so many numbers are points rather than columns, if nothing tells.
    private const int UsualPoint = 3;

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

    /// <summary>Whether the rows are columns (true) or points (false); null if they could be either, or are neither.</summary>
    public bool? AreColumns => KindOfRows() switch { RowKind.Columns => true, RowKind.Points => false, _ => null };

    /// <summary>Whether they could be either, and are rather columns.</summary>
    public bool LeanToColumns => KindOfRows() == RowKind.Either && _widths[0] > UsualPoint;

    /// <summary>The strokes that have points, or null and why the rows make none.</summary>
    /// <param name="prefersColumns">Whether rows are columns that could be either; null to go by their length.</param>
    /// <param name="reason">Why there is no drawing; empty if there is.</param>
    public List<Vector2[]>? ToStrokes(bool? prefersColumns, out string reason)
    {
        RowKind kind = KindOfRows();
        if (kind == RowKind.Either)
            kind = prefersColumns ?? LeanToColumns ? RowKind.Columns : RowKind.Points;
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
    /// Columns are a few rows of one length in each stroke; points are rows that are short, or at least all of one length. Both are true of
    /// short strokes.
    /// </summary>
    private RowKind KindOfRows()
    {
        if (HasNamedPoints || _rowsOfStrokes.Count == 0)
            return RowKind.Points;
        bool areEqualWithin = true, areEqual = true;
        int fewest = int.MaxValue, most = 0, widest = 0, first = 0;
        foreach (int rows in _rowsOfStrokes)
        {
            (fewest, most) = (Math.Min(fewest, rows), Math.Max(most, rows));
            for (int i = first; i < first + rows; i++)
            {
                areEqualWithin &= _widths[i] == _widths[first];
                areEqual &= _widths[i] == _widths[0];
                widest = Math.Max(widest, _widths[i]);
            }

            first += rows;
        }

        bool areFew = fewest >= 2 && (most <= UsualColumns || (most <= MostColumns && widest >= ShortestOfManyColumns));
        if (areFew && areEqualWithin)
            return areEqual && widest is >= 2 and <= WidestPoint ? RowKind.Either : RowKind.Columns;
        bool areBrokenColumns = fewest >= 2 && most <= UsualColumns && widest >= ShortestOfManyColumns;
        return areBrokenColumns || widest > WidestPoint ? RowKind.Unequal : RowKind.Points;
    }

    private enum RowKind
    {
        Points,
        Columns,
        Either,
        Unequal,
    }
}
