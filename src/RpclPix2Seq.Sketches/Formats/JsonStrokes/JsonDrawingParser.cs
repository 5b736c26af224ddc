using System.Numerics;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Reads one drawing from JSON in any of the supported shapes; its buffers are reused for the next one.</summary>
internal sealed partial class JsonDrawingParser(DrawingLimits limits)
{
    private readonly StrokeRows _rows = new();
    private readonly List<StrokePoint> _stroke3 = [];
    private readonly List<float> _across = [];
    private readonly List<float> _down = [];
    private IReadOnlyList<Vector2[]>? _strokes;
    private string? _category;
    private string? _key;
    private bool _hasErasers;

    /// <summary>The name under which the last drawing, or what could not be used of it, is; null if it has none.</summary>
    public string? Member { get; private set; }

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
        Member = null;
        (_strokes, _category, _key, _hasErasers, Reason, Kind) = (null, null, null, false, "", RowKind.ShortPoints);
        _stroke3.Clear();
        _across.Clear();
        _down.Clear();
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
            Unread = _hasErasers ? ["erasers"] : [],
        };
    }

    private bool ReadObject(ref Utf8JsonReader reader)
    {
        // A character's "strokes" are outlines as text; its medians are what a pen draws.
        bool hasMedians = JsonNames.HasMedians(reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isQuickDraw = JsonInput.Is(ref reader, "drawing"u8);
            bool isStrokes = !hasMedians && JsonNames.IsStrokes(ref reader), isMedians = JsonNames.IsMedians(ref reader);
            bool isPoints = JsonNames.IsPoints(ref reader), isRows = JsonInput.Is(ref reader, "stroke3"u8);
            bool isGroups = JsonNames.IsGroups(ref reader), isAxis = JsonNames.IsAxis(ref reader, out bool isX);
            bool isCategory = JsonNames.IsCategory(ref reader), isKey = JsonNames.IsKey(ref reader);
            bool isKnown = isStrokes || isMedians || isPoints || isRows || isGroups || isAxis;
            if (isKnown && JsonInput.TryText(ref reader, out string name))
                Member = name;
            reader.Read();
            isAxis &= reader.TokenType == JsonTokenType.StartArray;
            if ((isStrokes || isMedians || isPoints || isRows || isGroups) && (_strokes is not null || _stroke3.Count > 0))
                return Fail(JsonSkips.Twice);
            bool good = isStrokes || isMedians || isPoints ? ReadStrokes(ref reader, isQuickDraw, isPoints)
                : isRows ? ReadRows(ref reader)
                : isGroups ? ReadGroups(ref reader)
                : isAxis ? ReadAxis(ref reader, isX ? _across : _down)
                : isCategory ? ReadText(ref reader, ref _category)
                : isKey ? ReadText(ref reader, ref _key)
                : Skip(ref reader);
            if (!good)
                return false;
            if (isMedians)
                TurnOver();
        }

        if (_strokes is not null || _stroke3.Count > 0 || _across.Count + _down.Count == 0)
            return true;
        _rows.Clear();
        return AddAxes() && Finish(isQuickDraw: false);
    }

    /// <summary>The strokes of characters have y upward.</summary>
    private void TurnOver() => _strokes = [.. _strokes!.Select(
        stroke => Array.ConvertAll(stroke, point => new Vector2(point.X, -point.Y)))];

    private bool ReadStrokes(ref Utf8JsonReader reader, bool isQuickDraw = false, bool arePoints = false)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotStrokes);
        _rows.Clear();
        _rows.HasNamedPoints = arePoints;
        int level = JsonShape.LevelOf(reader);
        if (level == JsonShape.Nothing)
            return Fail(JsonSkips.NoStrokes);
        if (level == JsonShape.Point && arePoints)
            return ReadPoints(ref reader, isNamed: true) && Finish(isQuickDraw);
        if (level is not (JsonShape.Stroke or JsonShape.Drawing))
            return Fail(JsonSkips.NotStrokes);
        return (level == JsonShape.Stroke ? ReadStroke(ref reader) : ReadList(ref reader)) && Finish(isQuickDraw);
    }

    private bool ReadList(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!ReadStroke(ref reader))
                return false;
        }

        return true;
    }

    /// <summary>Reads the strokes of all groups.</summary>
    private bool ReadGroups(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotStrokes);
        _rows.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isStrokes = JsonNames.IsStrokes(ref reader);
                reader.Read();
                bool isList = isStrokes && reader.TokenType == JsonTokenType.StartArray;
                if (!(isList ? ReadList(ref reader) : Skip(ref reader)))
                    return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndArray ? Finish(isQuickDraw: false) : Fail(JsonSkips.NotStrokes);
    }

    /// <summary>Turns the rows that were read into strokes.</summary>
    private bool Finish(bool isQuickDraw)
    {
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
