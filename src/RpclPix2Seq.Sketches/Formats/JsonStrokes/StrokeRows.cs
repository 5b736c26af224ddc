using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// The rows of numbers in a drawing, before it is known whether a row is a point, [x, y, …], or a column of coordinates, as in Quick,
/// Draw!'s [[x…], [y…]]. That is decided for the whole drawing at once or, if it is ambiguous, by another drawing of the document.
/// </summary>
internal sealed class StrokeRows
{
    /// <summary>Maximum numbers per point: times, pressures, tilts and more in addition to x and y.</summary>
    public const int WidestPoint = 16;

    // x, y and times; then also pressures and tilts.
    private const int UsualColumns = 3;
    private const int MostColumns = 6;

    // Rows with this many numbers are more likely columns than points; with more columns they have to be longer.
    private const int LongRow = 4;
    private const int LongRowOfMany = 5;

    private readonly List<float> _values = [];
    private readonly List<int> _widths = [];
    private readonly List<int> _rowsOfStrokes = [];
    private int _widthSoFar;
    private int _rowsSoFar;

    /// <summary>Whether points were named, as {"x": …, "y": …} or {"points": …}, so that all rows are points.</summary>
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

    /// <summary>The strokes that have points, or null and the reason.</summary>
    /// <param name="areColumns">Whether the rows are columns, all of the same length within a stroke.</param>
    /// <param name="reason">Why there is no drawing; empty if there is.</param>
    public List<Vector2[]>? ToStrokes(bool areColumns, out string reason)
    {
        List<Vector2[]> strokes = new(_rowsOfStrokes.Count);
        reason = "";
        ReadOnlySpan<float> values = CollectionsMarshal.AsSpan(_values);
        ReadOnlySpan<int> widths = CollectionsMarshal.AsSpan(_widths);
        foreach (int rows in _rowsOfStrokes)
        {
            if (reason.Length > 0)
                return null;
            Vector2[] stroke = areColumns ? FromColumns(values, widths[0]) : FromPoints(values, widths[..rows], ref reason);
            if (stroke.Length > 0)
                strokes.Add(stroke);
            foreach (int width in widths[..rows])
                values = values[width..];
            widths = widths[rows..];
        }

        reason = reason.Length == 0 && strokes.Count == 0 ? JsonSkips.NoStrokes : reason;
        return reason.Length == 0 ? strokes : null;
    }

    /// <summary>
    /// The kind of the rows. Columns are a few rows of the same length in each stroke; points are rows that are short, or at least all of
    /// the same length.
    /// </summary>
    public RowKind KindOfRows()
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

        bool areMany = most > UsualColumns;
        if (fewest < 2 || most > MostColumns || !areEqualWithin)
        {
            bool areBrokenColumns = fewest >= 2 && !areMany && widest >= LongRowOfMany;
            return areBrokenColumns || widest > WidestPoint ? RowKind.Unequal : RowKind.Points;
        }

        if (areMany && widest < LongRowOfMany)
            return RowKind.ShortPoints;
        bool couldBePoints = areEqual && widest is >= 2 and <= WidestPoint;
        return !couldBePoints ? RowKind.Columns : widest >= LongRow ? RowKind.RatherColumns : RowKind.RatherPoints;
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
}

/// <summary>The kind of a drawing's rows.</summary>
internal enum RowKind
{
    /// <summary>Points, without doubt.</summary>
    Points,

    /// <summary>Rows so few and short that they are points, but this says nothing about other drawings.</summary>
    ShortPoints,

    /// <summary>Points, unless another drawing decides otherwise.</summary>
    RatherPoints,

    /// <summary>Columns, unless another drawing decides otherwise.</summary>
    RatherColumns,

    /// <summary>Columns, without doubt.</summary>
    Columns,

    /// <summary>Neither.</summary>
    Unequal,
}

/// <summary>General reasons why drawings are skipped.</summary>
internal static class JsonSkips
{
    public const string NotStrokes = "not a list of strokes";
    public const string NotPoints = "a stroke that is not a list of points";
    public const string ShortPoint = "a point of fewer than two numbers";
    public const string Unequal = "x and y of different lengths";
    public const string NotFinite = "a coordinate that is not finite";
    public const string NotRows = "stroke-3 rows that are not [dx, dy, 0 or 1]";
    public const string Twice = "two drawings in one";
    public const string NotUnicode = "text that is not Unicode";
    public const string TooManyPoints = "too many points";
    public const string NoStrokes = "no strokes";
}
