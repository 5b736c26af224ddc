using System.Numerics;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Reads one drawing from JSON in any of the supported shapes; its buffers are reused for the next one.</summary>
internal sealed class JsonDrawingParser(DrawingLimits limits)
{
    private readonly StrokeRows _rows = new();
    private readonly List<StrokePoint> _stroke3 = [];
    private IReadOnlyList<Vector2[]>? _strokes;
    private string? _category;
    private string? _key;

    /// <summary>Why the last drawing could not be used; a general reason, used for counting.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>
    /// Whether ambiguous rows, which could be points or columns, are columns, except under Quick, Draw!'s name; null to decide by their
    /// length.
    /// </summary>
    public bool? PrefersColumns { get; set; }

    /// <summary>What the rows of the last drawing are.</summary>
    public RowKind Kind { get; private set; }

    /// <summary>Reads a list of rows, of which <see cref="JsonRows.AreRows"/> is true.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public Drawing? ReadSketch(ref Utf8JsonReader reader, string where, DatasetSplit? split)
    {
        _stroke3.Clear();
        Reason = "";
        return ReadRows(ref reader) ? new Drawing { Where = where, Rows = new Sketch([.. _stroke3]), Split = split } : null;
    }

    /// <summary>Reads the value that the reader is at. On failure the reader is left somewhere inside it.</summary>
    /// <returns>The drawing, or null for the reason that <see cref="Reason"/> gives.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public Drawing? Read(ref Utf8JsonReader reader, string where)
    {
        (_strokes, _category, _key, Reason, Kind) = (null, null, null, "", RowKind.ShortPoints);
        _stroke3.Clear();
        bool good = reader.TokenType switch
        {
            JsonTokenType.StartArray => ReadStrokes(ref reader),
            JsonTokenType.StartObject => ReadObject(ref reader),
            _ => Fail(JsonSkips.NotStrokes),
        };
        if (!good)
            return null;
        if (_strokes is null && _stroke3.Count == 0)
        {
            Reason = JsonSkips.NoStrokes;
            return null;
        }

        // Stroke-3 rows are training data already; strokes are raw.
        return new Drawing
        {
            Where = where,
            Strokes = _strokes ?? [],
            Rows = _strokes is null ? new Sketch([.. _stroke3]) : null,
            Category = _category,
            Key = _key,
            IsRaw = _strokes is not null,
        };
    }

    private bool ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isQuickDraw = JsonInput.Is(ref reader, "drawing"u8);
            bool isStrokes = isQuickDraw || JsonInput.Is(ref reader, "strokes"u8);
            bool isPoints = JsonInput.Is(ref reader, "points"u8), isRows = JsonInput.Is(ref reader, "stroke3"u8);
            bool isCategory = JsonInput.Is(ref reader, "category"u8) || JsonInput.Is(ref reader, "word"u8)
                || JsonInput.Is(ref reader, "label"u8);
            bool isKey = JsonInput.Is(ref reader, "id"u8) || JsonInput.Is(ref reader, "key"u8) || JsonInput.Is(ref reader, "key_id"u8);
            reader.Read();
            if ((isStrokes || isPoints || isRows) && (_strokes is not null || _stroke3.Count > 0))
                return Fail(JsonSkips.Twice);
            bool good = isStrokes || isPoints ? ReadStrokes(ref reader, isQuickDraw, isPoints)
                : isRows ? ReadRows(ref reader)
                : isCategory ? ReadText(ref reader, ref _category)
                : isKey ? ReadText(ref reader, ref _key)
                : Skip(ref reader);
            if (!good)
                return false;
        }

        return true;
    }

    private bool ReadStrokes(ref Utf8JsonReader reader, bool isQuickDraw = false, bool arePoints = false)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotStrokes);
        _rows.Clear();
        _rows.HasNamedPoints = arePoints;
        int level = JsonShape.LevelOf(reader);
        if (level == JsonShape.Nothing)
            return Fail(JsonSkips.NoStrokes);
        if (level is not (JsonShape.Stroke or JsonShape.Drawing))
            return Fail(JsonSkips.NotStrokes);
        if (level == JsonShape.Stroke)
        {
            if (!ReadStroke(ref reader))
                return false;
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!ReadStroke(ref reader))
                    return false;
            }
        }

        Kind = _rows.KindOfRows();
        if (Kind == RowKind.Unequal)
            return Fail(JsonSkips.Unequal);
        bool? prefersColumns = isQuickDraw ? true : PrefersColumns;
        bool areColumns = Kind == RowKind.Columns
            || (Kind is RowKind.RatherPoints or RowKind.RatherColumns && (prefersColumns ?? Kind == RowKind.RatherColumns));
        List<Vector2[]>? strokes = _rows.ToStrokes(areColumns, out string reason);
        if (strokes is null)
            return Fail(reason);
        long points = 0;
        foreach (Vector2[] stroke in strokes)
            points += stroke.Length;
        _strokes = strokes;
        return points <= limits.Points || Fail(JsonSkips.TooManyPoints);
    }

    /// <summary>Reads [point, …], [[x…], [y…]] or {"points": …}.</summary>
    private bool ReadStroke(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadPoints(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail(JsonSkips.NotPoints);
        bool hasPoints = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPoints = JsonInput.Is(ref reader, "points"u8);
            reader.Read();
            if (isPoints && hasPoints)
                return Fail(JsonSkips.Twice);
            hasPoints |= isPoints;
            _rows.HasNamedPoints |= isPoints;
            if (!(isPoints ? ReadPoints(ref reader) : Skip(ref reader)))
                return false;
        }

        return hasPoints || Fail(JsonSkips.NotPoints);
    }

    private bool ReadPoints(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotPoints);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            bool good = reader.TokenType switch
            {
                JsonTokenType.StartArray => ReadRow(ref reader),
                JsonTokenType.StartObject => ReadNamedPoint(ref reader),
                _ => Fail(JsonSkips.NotPoints),
            };
            if (!good)
                return false;
            _rows.EndRow();
            if (_rows.Rows > 3L * limits.Points)
                return Fail(JsonSkips.TooManyPoints);
        }

        _rows.EndStroke();
        return true;
    }

    private bool ReadRow(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonInput.TryCoordinate(ref reader, out double value))
                return Fail(reader.TokenType == JsonTokenType.Number ? JsonSkips.NotFinite : JsonSkips.NotPoints);
            if (_rows.Values > (long)StrokeRows.WidestPoint * limits.Points)
                return Fail(JsonSkips.TooManyPoints);
            _rows.Add((float)value);
        }

        return true;
    }

    private bool ReadNamedPoint(ref Utf8JsonReader reader)
    {
        double x = double.NaN, y = double.NaN;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isX = JsonInput.Is(ref reader, "x"u8), isY = JsonInput.Is(ref reader, "y"u8);
            reader.Read();
            double value = 0;
            if ((isX || isY) && !JsonInput.TryCoordinate(ref reader, out value))
                return Fail(reader.TokenType == JsonTokenType.Number ? JsonSkips.NotFinite : JsonSkips.NotPoints);
            (x, y) = (isX ? value : x, isY ? value : y);
            reader.Skip();
        }

        if (double.IsNaN(x) || double.IsNaN(y))
            return Fail(JsonSkips.ShortPoint);
        _rows.HasNamedPoints = true;
        _rows.Add((float)x);
        _rows.Add((float)y);
        return true;
    }

    private bool ReadRows(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotRows);
        bool hasEnded = false;
        Span<double> row = stackalloc double[5];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int count = reader.TokenType == JsonTokenType.StartArray ? JsonRows.Read(ref reader, row) : -1;
            bool isPen = count switch
            {
                3 => row[2] is 0 or 1,
                5 => row[2..].IndexOfAnyExcept(0, 1) < 0 && row[2] + row[3] + row[4] == 1,
                _ => false,
            };
            if (!isPen)
                return Fail(JsonSkips.NotRows);

            // A stroke-5 sketch ends where the pen says so; what follows is padding.
            hasEnded |= count == 5 && row[4] == 1;
            if (hasEnded)
                continue;
            if (_stroke3.Count == limits.Points)
                return Fail(JsonSkips.TooManyPoints);
            _stroke3.Add(new StrokePoint((float)row[0], (float)row[1], row[count == 3 ? 2 : 3] == 1));
        }

        return _stroke3.Count > 0 || Fail(JsonSkips.NoStrokes);
    }

    private bool ReadText(ref Utf8JsonReader reader, ref string? text)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (!JsonInput.TryText(ref reader, out string value))
                return Fail(JsonSkips.NotUnicode);
            text = value.Length > 0 ? value : text;
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }

        return Skip(ref reader);
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    private bool Fail(string reason)
    {
        Reason = reason;
        return false;
    }
}
