using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Reads the drawings of a document one by one, holding only one at a time in addition to the text.</summary>
internal sealed class JsonDrawings
{
    private readonly string _path;
    private readonly byte[] _content;
    private readonly JsonDrawingParser _parser;
    private readonly bool _isList;
    private JsonReaderState _state;
    private int _position;
    private int _number;

    /// <exception cref="InputException">The document is not JSON, or does not resemble a drawing.</exception>
    public JsonDrawings(DrawingFile file, byte[] content)
    {
        _path = file.Path;
        _content = content;
        _parser = new JsonDrawingParser(file.Limits);
        _position = content.Length - JsonInput.WithoutMark(content).Length;
        _state = JsonInput.Start(file.Limits);
        try
        {
            Utf8JsonReader reader = Reader();
            reader.Read();
            int level = JsonShape.LevelOf(reader, namedAreDrawings: true);
            if (level is not (JsonShape.Stroke or JsonShape.Drawing or JsonShape.Drawings))
                throw new InputException(_path, "", "strokes, which are lists of points [x, y]", Describe(level));
            _isList = level == JsonShape.Drawings;
            if (_isList)
            {
                Save(ref reader);
                _parser.PrefersColumns = FindColumns(reader);
            }
        }
        catch (JsonException e)
        {
            throw JsonInput.Error(_path, e);
        }
    }

    /// <summary>Reads the next drawing, or says which one could not be used.</summary>
    /// <returns>False at the end, where both are null.</returns>
    /// <exception cref="InputException">The text is not JSON, or the only drawing of the document cannot be used.</exception>
    public bool Next(out Drawing? drawing, out SkippedDrawing? skipped)
    {
        (drawing, skipped) = (null, null);
        if (_number > 0 && !_isList)
            return false;
        try
        {
            Utf8JsonReader reader = Reader();
            reader.Read();
            if (_isList && reader.TokenType == JsonTokenType.EndArray)
            {
                // Throws if there is text after the document.
                reader.Read();
                return false;
            }

            _number++;
            string where = _isList ? $"drawing {_number}" : "the drawing";
            Utf8JsonReader start = reader;
            drawing = _parser.Read(ref reader, where);
            if (drawing is null)
            {
                reader = start;
                reader.Skip();
                if (!_isList)
                    throw new InputException(_path, "", "strokes, which are lists of points [x, y]", _parser.Reason);
                skipped = new SkippedDrawing(where, _parser.Reason);
            }

            if (!_isList)
                reader.Read();
            Save(ref reader);
            return true;
        }
        catch (JsonException e)
        {
            throw JsonInput.Error(_path, e);
        }
    }

    // The first unambiguous drawing, usually the very first one, decides for those that can be read either way. Without one, any drawing
    // that is probably columns decides.
    private bool? FindColumns(Utf8JsonReader reader)
    {
        bool? leaning = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Utf8JsonReader start = reader;
            if (_parser.Read(ref reader, "") is null)
            {
                reader = start;
                reader.Skip();
            }
            else if (_parser.Kind is RowKind.Points or RowKind.Columns)
            {
                return _parser.Kind == RowKind.Columns;
            }
            else if (_parser.Kind == RowKind.RatherColumns)
            {
                leaning = true;
            }
        }

        return leaning;
    }

    private static string Describe(int level) => level switch
    {
        JsonShape.Nothing => "nothing",
        JsonShape.Point => "a single point or list of numbers",
        > JsonShape.Drawings => "lists that nest more deeply than drawings",
        _ => "something else",
    };

    private Utf8JsonReader Reader() => new(_content.AsSpan(_position), isFinalBlock: true, _state);

    private void Save(ref Utf8JsonReader reader)
    {
        _position += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }
}
