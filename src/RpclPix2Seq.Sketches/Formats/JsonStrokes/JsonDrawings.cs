using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Reads the drawings of a document one by one, holding only one at a time in addition to the text.</summary>
internal sealed class JsonDrawings
{
    private const string Expected = "strokes, which are lists of points [x, y]", Example = "for example {\"strokes\": [[[0, 0], [10, 5]]]}";
    private const int MostNames = 8;

    private readonly string _path;
    private readonly byte[] _content;
    private readonly JsonDrawingParser _parser;
    private readonly bool _isList;
    private readonly bool _areRows;
    private readonly bool _hasSplits;
    private DatasetSplit? _split;
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
            bool isSketch = JsonRows.AreRows(reader), areSketches = !isSketch && JsonRows.AreSketches(reader);
            _hasSplits = HasSplits(reader);
            _areRows = isSketch || areSketches || _hasSplits;
            int level = _areRows ? JsonShape.Drawing : JsonShape.LevelOf(reader, namedAreDrawings: true);
            if (level is not (JsonShape.Stroke or JsonShape.Drawing or JsonShape.Drawings))
                throw new InputException(_path, "", Expected, Describe(level), Example);
            _isList = level == JsonShape.Drawings || areSketches;
            if (_isList || _hasSplits)
                Save(ref reader);
            if (level == JsonShape.Drawings)
                _parser.PrefersColumns = FindColumns(reader);
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
        bool isOnly = !_isList && !_hasSplits;
        if (_number > 0 && isOnly)
            return false;
        try
        {
            Utf8JsonReader reader = Reader();
            reader.Read();
            if (!isOnly && !FindNext(ref reader))
            {
                // Throws if there is text after the document.
                reader.Read();
                return false;
            }

            _number++;
            string where = isOnly ? "the drawing" : $"drawing {_number}";
            Utf8JsonReader start = reader;
            drawing = _areRows ? _parser.ReadSketch(ref reader, where, _split) : _parser.Read(ref reader, where);
            if (drawing is null)
            {
                long at = _position + reader.TokenStartIndex;
                reader = start;
                if (isOnly)
                    throw Unusable(reader, at);
                reader.Skip();
                skipped = new SkippedDrawing(where, _parser.Reason, $"{(_parser.Member is { } name ? $"'{name}', " : "")}byte {at + 1}");
            }

            if (isOnly)
                reader.Read();
            Save(ref reader);
            return true;
        }
        catch (JsonException e)
        {
            throw JsonInput.Error(_path, e);
        }
    }

    /// <summary>Whether an object has sketches of rows in splits, as in sketch-rnn's files.</summary>
    private static bool HasSplits(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        bool found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSplit = SplitOf(ref reader) is not null;
            reader.Read();
            found |= isSplit && JsonRows.AreSketches(reader);
            reader.Skip();
        }

        return found;
    }

    private static DatasetSplit? SplitOf(ref Utf8JsonReader reader)
    {
        foreach ((string split, _) in SplitNames.All)
        {
            foreach (string name in SplitNames.NamesOf(split))
            {
                if (JsonInput.Is(ref reader, System.Text.Encoding.UTF8.GetBytes(name)))
                    return Enum.Parse<DatasetSplit>(split, ignoreCase: true);
            }
        }

        return null;
    }

    /// <summary>Moves to the next drawing of a list, or of the lists of the splits; false at the end of the document.</summary>
    private bool FindNext(ref Utf8JsonReader reader)
    {
        if (!_hasSplits)
            return reader.TokenType != JsonTokenType.EndArray;
        while (_split is null || reader.TokenType == JsonTokenType.EndArray)
        {
            // At a name, at the end of the object, or at the end of a split's list.
            if (reader.TokenType == JsonTokenType.EndArray)
                reader.Read();
            if (reader.TokenType != JsonTokenType.PropertyName)
                return false;
            _split = SplitOf(ref reader);
            reader.Read();
            if (_split is null || reader.TokenType != JsonTokenType.StartArray)
            {
                _split = null;
                reader.Skip();
            }

            reader.Read();
        }

        return true;
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

    /// <summary>The error for the only drawing: under which name and where, or, if no name is known, which there are.</summary>
    private InputException Unusable(Utf8JsonReader start, long at)
    {
        if (_parser.Reason == JsonSkips.NoStrokes && _parser.Member is null && start.TokenType == JsonTokenType.StartObject)
            return new InputException(_path, "", $"{Expected}, under a name such as strokes", NamesIn(start), Example);
        ReadOnlySpan<byte> before = _content.AsSpan(0, (int)Math.Min(at, _content.Length));
        string place = $"line {before.Count((byte)'\n') + 1}, byte {at - before.LastIndexOf((byte)'\n')}";
        return new InputException(
            _path, _parser.Member is { } name ? $"{name}, {place}" : place, Expected, _parser.Reason, Example);
    }

    private static string NamesIn(Utf8JsonReader reader)
    {
        List<string> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Count < MostNames && JsonInput.TryText(ref reader, out string name))
                names.Add(InputPlace.Quote(name));
            reader.Read();
            reader.Skip();
        }

        return names.Count == 0 ? "an object without names" : $"only {string.Join(", ", names)}";
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
