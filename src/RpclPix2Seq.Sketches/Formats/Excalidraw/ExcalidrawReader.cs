using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>Reads the elements of a document one by one; only the outlines are kept. A library has an outline for each item.</summary>
internal sealed class ExcalidrawReader
{
    private readonly DrawingFile _file;
    private readonly List<(string? Name, Outline Outline)> _drawings = [];
    private readonly ExcalidrawElement _element = new();
    private int _number;

    private ExcalidrawReader(DrawingFile file) => _file = file;

    /// <exception cref="InputException">It is not JSON, is not an Excalidraw document, or has an invalid element.</exception>
    public static IReadOnlyList<(string? Name, Outline Outline)> Read(DrawingFile file, byte[] content)
    {
        ExcalidrawReader document = new(file);
        Utf8JsonReader reader = new(JsonInput.WithoutMark(content), isFinalBlock: true, JsonInput.Start(file.Limits));
        try
        {
            document.Read(ref reader);
        }
        catch (JsonException e)
        {
            throw JsonInput.Error(file.Path, e);
        }

        return document._drawings;
    }

    private void Read(ref Utf8JsonReader reader)
    {
        bool hasType = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Error("a JSON object", "another value");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = JsonInput.Is(ref reader, "type"u8), isElements = JsonInput.Is(ref reader, "elements"u8);
            bool isLibrary = JsonInput.Is(ref reader, "libraryItems"u8) || JsonInput.Is(ref reader, "library"u8);
            reader.Read();
            if (isType)
                hasType = IsDocumentType(ref reader);
            else if (isElements)
                _drawings.Add((null, ReadElements(ref reader)));
            else if (isLibrary)
                ReadLibrary(ref reader);
            else
                reader.Skip();
        }

        // Throws if there is text after the document.
        reader.Read();
        if (!hasType)
            throw Error("\"type\": \"excalidraw\"", "another type or none");
    }

    private static bool IsDocumentType(ref Utf8JsonReader reader)
    {
        bool isType = reader.TokenType == JsonTokenType.String
            && (JsonInput.Is(ref reader, "excalidraw"u8) || JsonInput.Is(ref reader, "excalidraw/clipboard"u8)
                || JsonInput.Is(ref reader, "excalidrawlib"u8));
        reader.Skip();
        return isType;
    }

    /// <summary>Reads the items of a library: objects with a name and elements, or, in the first version, lists of elements.</summary>
    private void ReadLibrary(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Error("a list of items", "another value");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                _drawings.Add((null, ReadElements(ref reader)));
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartObject)
                throw Error("an item of a library", "another value");
            string? name = null;
            Outline? outline = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isName = JsonInput.Is(ref reader, "name"u8), isElements = JsonInput.Is(ref reader, "elements"u8);
                reader.Read();
                if (isName && reader.TokenType == JsonTokenType.String && JsonInput.TryText(ref reader, out string text))
                    name = text;
                else if (isElements)
                    outline = ReadElements(ref reader);
                reader.Skip();
            }

            if (outline is not null)
                _drawings.Add((name, outline));
        }
    }

    private Outline ReadElements(ref Utf8JsonReader reader)
    {
        Outline outline = new(_file.Path, _file.Limits.Points);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Error("a list of elements", "another value");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _number++;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Error("an object", "another value");
            ReadElement(ref reader);
            _element.Draw(outline);
        }

        return outline;
    }

    private void ReadElement(ref Utf8JsonReader reader)
    {
        _element.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonInput.Is(ref reader, "type"u8))
                _element.Shape = ReadShape(ref reader);
            else if (JsonInput.Is(ref reader, "x"u8))
                _element.X = ReadNumber(ref reader, "x");
            else if (JsonInput.Is(ref reader, "y"u8))
                _element.Y = ReadNumber(ref reader, "y");
            else if (JsonInput.Is(ref reader, "width"u8))
                _element.Width = ReadNumber(ref reader, "width");
            else if (JsonInput.Is(ref reader, "height"u8))
                _element.Height = ReadNumber(ref reader, "height");
            else if (JsonInput.Is(ref reader, "angle"u8))
                _element.Angle = ReadNumber(ref reader, "angle");
            else if (JsonInput.Is(ref reader, "isDeleted"u8))
                _element.IsDeleted = reader.Read() && reader.TokenType == JsonTokenType.True;
            else if (JsonInput.Is(ref reader, "opacity"u8))
                _element.IsTransparent = ReadNumber(ref reader, "opacity") <= 0;
            else if (JsonInput.Is(ref reader, "strokeColor"u8))
                _element.HasStroke = ReadColor(ref reader);
            else if (JsonInput.Is(ref reader, "backgroundColor"u8))
                _element.HasFill = ReadColor(ref reader);
            else if (JsonInput.Is(ref reader, "points"u8))
                ReadPoints(ref reader);
            else
                reader.Read();

            // Skips nothing if a value was read, and the entire value if it was something else.
            reader.Skip();
        }
    }

    private static ExcalidrawShape ReadShape(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.String ? ExcalidrawShape.None
            : JsonInput.Is(ref reader, "freedraw"u8) || JsonInput.Is(ref reader, "line"u8) || JsonInput.Is(ref reader, "arrow"u8)
                || JsonInput.Is(ref reader, "draw"u8) ? ExcalidrawShape.Polyline
            : JsonInput.Is(ref reader, "rectangle"u8) ? ExcalidrawShape.Rectangle
            : JsonInput.Is(ref reader, "diamond"u8) ? ExcalidrawShape.Diamond
            : JsonInput.Is(ref reader, "ellipse"u8) ? ExcalidrawShape.Ellipse
            : ExcalidrawShape.None;
    }

    private double ReadNumber(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return 0;
        return JsonInput.TryCoordinate(ref reader, out double value) ? value : throw Error("a finite number", Found(ref reader), name);
    }

    private static bool ReadColor(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && !JsonInput.Is(ref reader, "transparent"u8)
        && !JsonInput.Is(ref reader, ""u8);

    private void ReadPoints(ref Utf8JsonReader reader)
    {
        reader.Read();
        _element.Points.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            double x = 0, y = 0;
            bool isPoint = reader.TokenType == JsonTokenType.StartArray
                && reader.Read() && JsonInput.TryCoordinate(ref reader, out x)
                && reader.Read() && JsonInput.TryCoordinate(ref reader, out y);
            if (!isPoint)
                throw Error("points [x, y] of finite numbers", Found(ref reader), "points");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
            if (_element.Points.Count == _file.Limits.Points)
                throw Error($"at most {_file.Limits.Points} points", "more");
            _element.Points.Add((x, y));
        }
    }

    private static string Found(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? InputPlace.Quote(System.Text.Encoding.UTF8.GetString(reader.ValueSpan))
        : "something else";

    private InputException Error(string expected, string found, string name = "") => new(
        _file.Path, _number == 0 ? "" : name.Length == 0 ? $"element {_number}" : $"element {_number}, {name}", expected, found);
}
