using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <content>Strokes: points, columns, named coordinates, and flat lists of numbers.</content>
internal sealed partial class JsonDrawingParser
{
    /// <summary>Reads [point, …], [[x…], [y…]], {"points": …} or {"x": […], "y": […]}; what an eraser drew is left out.</summary>
    private bool ReadStroke(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadPoints(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
            return Fail(JsonSkips.NotPoints);
        if (JsonNames.IsEraser(reader))
        {
            _hasErasers = true;
            return Skip(ref reader);
        }

        bool hasPoints = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isPoints = JsonNames.IsPoints(ref reader), isAxis = JsonNames.IsAxis(ref reader, out bool isX);
            reader.Read();
            if (isPoints && hasPoints)
                return Fail(JsonSkips.Twice);
            hasPoints |= isPoints;
            _rows.HasNamedPoints |= isPoints;
            bool good = isPoints ? ReadPoints(ref reader, isNamed: true)
                : isAxis ? ReadAxis(ref reader, isX ? _across : _down)
                : Skip(ref reader);
            if (!good)
                return false;
        }

        return hasPoints || AddAxes();
    }

    private bool ReadAxis(ref Utf8JsonReader reader, List<float> axis)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Skip(ref reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonInput.TryCoordinate(ref reader, out double value))
                return Fail(reader.TokenType == JsonTokenType.Number ? JsonSkips.NotFinite : JsonSkips.NotPoints);
            if (axis.Count == limits.Points)
                return Fail(JsonSkips.TooManyPoints);
            axis.Add((float)value);
        }

        return true;
    }

    /// <summary>Adds the stroke whose coordinates were read axis by axis.</summary>
    private bool AddAxes()
    {
        bool isStroke = _across.Count > 0 && _across.Count == _down.Count;
        for (int i = 0; isStroke && i < _across.Count; i++)
        {
            _rows.HasNamedPoints = true;
            _rows.Add(_across[i]);
            _rows.Add(_down[i]);
            _rows.EndRow();
        }

        _rows.EndStroke();
        bool isUnequal = _across.Count != _down.Count;
        _across.Clear();
        _down.Clear();
        return isStroke || Fail(isUnequal ? JsonSkips.Unequal : JsonSkips.NotPoints);
    }

    /// <summary>Reads points; those that have a name may be a flat list of numbers, x and y in turn.</summary>
    private bool ReadPoints(ref Utf8JsonReader reader, bool isNamed = false)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Fail(JsonSkips.NotPoints);
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (isNamed && isFirst && reader.TokenType == JsonTokenType.Number)
                return ReadFlat(ref reader);
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

    private bool ReadFlat(ref Utf8JsonReader reader)
    {
        int count = 0;
        do
        {
            if (!JsonInput.TryCoordinate(ref reader, out double value))
                return Fail(reader.TokenType == JsonTokenType.Number ? JsonSkips.NotFinite : JsonSkips.NotPoints);
            if (_rows.Rows > 3L * limits.Points)
                return Fail(JsonSkips.TooManyPoints);
            _rows.Add((float)value);
            if (++count % 2 == 0)
                _rows.EndRow();
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
        if (count % 2 != 0)
            return Fail(JsonSkips.Unequal);
        _rows.HasNamedPoints = true;
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
}
