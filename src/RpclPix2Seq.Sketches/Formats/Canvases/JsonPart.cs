using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>An object of an untrusted JSON document, with its place for messages: "objects[2].objects[0]".</summary>
internal readonly record struct JsonPart(DrawingFile File, string Place, JsonElement Element)
{
    private const int LongestShown = 40;

    /// <summary>Whether it is an object; others have no members.</summary>
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it has something other than null under a name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The value under a name; null if there is none, or JSON's null.</summary>
    public JsonPart? Find(string name)
    {
        if (!IsObject || !Element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return new JsonPart(File, Below(name), value);
    }

    /// <summary>The number under a name.</summary>
    /// <exception cref="InputException">It is something else, or too large for a coordinate.</exception>
    public double Number(string name, double missing = 0) => Find(name) is { } part ? part.ToNumber() : missing;

    /// <summary>The text under a name; null if there is none.</summary>
    public string? Text(string name) => Find(name) is { Element.ValueKind: JsonValueKind.String } part ? part.Element.GetString() : null;

    /// <summary>Whether the value under a name is true.</summary>
    public bool IsTrue(string name) => Find(name) is { Element.ValueKind: JsonValueKind.True };

    /// <summary>Whether the value under a name is false.</summary>
    public bool IsFalse(string name) => Find(name) is { Element.ValueKind: JsonValueKind.False };

    /// <summary>The items of the list under a name; none if there is no list.</summary>
    public IEnumerable<JsonPart> Items(string name) => Find(name)?.Items() ?? [];

    /// <summary>The items of this list; none if it is something else.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            yield break;
        int i = 0;
        foreach (JsonElement item in Element.EnumerateArray())
            yield return new JsonPart(File, $"{Place}[{i++}]", item);
    }

    /// <summary>The values of this object's members; none if it is something else.</summary>
    public IEnumerable<JsonPart> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (JsonProperty member in Element.EnumerateObject())
            yield return new JsonPart(File, Below(member.Name), member.Value);
    }

    /// <summary>This list's numbers.</summary>
    /// <exception cref="InputException">It is no list, or an item is no number.</exception>
    public double[] Numbers()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw Error("a list of numbers");
        double[] numbers = new double[Element.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            numbers[i] = IsCoordinate(item, out double value)
                ? value
                : throw (this with { Place = $"{Place}[{i}]", Element = item }).Error("a finite number");
            i++;
        }

        return numbers;
    }

    /// <summary>The error for a value that is not what it should be.</summary>
    public InputException Error(string expected) => new(File.Path, Place, expected, Found());

    private double ToNumber() => IsCoordinate(Element, out double value) ? value : throw Error("a finite number");

    private static bool IsCoordinate(JsonElement element, out double value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out value) && Math.Abs(value) <= float.MaxValue;
    }

    private string Below(string name) => Place.Length == 0 ? name : $"{Place}.{name}";

    private string Found() => Element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => InputPlace.Quote(Element.GetRawText() is { Length: > LongestShown } text ? text[..LongestShown] : Element.GetRawText()),
    };
}

/// <summary>Documents of trees of objects, which drawing programs save.</summary>
internal static class JsonDocuments
{
    /// <summary>Parses a document, whose text is all Unicode.</summary>
    /// <exception cref="InputException">It is not JSON, nested too deeply, or has text that is not Unicode.</exception>
    public static JsonDocument Parse(DrawingFile file, byte[] content)
    {
        int mark = content.Length - JsonInput.WithoutMark(content).Length;
        try
        {
            if (JsonUnicode.FirstFault(content.AsSpan(mark), file.Limits.Depth) is { } at)
                throw new InputException(file.Path, $"byte {mark + at}", "valid Unicode text", "an unpaired surrogate");
            return JsonDocument.Parse(content.AsMemory(mark), new JsonDocumentOptions { MaxDepth = file.Limits.Depth });
        }
        catch (JsonException e)
        {
            throw JsonInput.Error(file.Path, e);
        }
    }

    /// <summary>Whether the first bytes of a document have a name before a colon and, if given, a character after it.</summary>
    public static bool HasName(ReadOnlySpan<byte> head, ReadOnlySpan<byte> quoted, char next = '\0')
    {
        for (int at; (at = head.IndexOf(quoted)) >= 0;)
        {
            head = head[(at + quoted.Length)..];
            ReadOnlySpan<byte> rest = head.TrimStart(" \t\r\n"u8);
            if (!rest.StartsWith(":"u8))
                continue;
            rest = rest[1..].TrimStart(" \t\r\n"u8);
            if (next == '\0' || (rest.Length > 0 && rest[0] == next))
                return true;
        }

        return false;
    }
}
