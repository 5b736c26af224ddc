using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// The members of an untrusted JSON object, taken one by one; a member that is missing, of the wrong type or left over is an error.
/// </summary>
internal sealed class JsonFields
{
    private readonly string _source;
    private readonly string _where;
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);

    /// <param name="element">The element, which should be an object.</param>
    /// <param name="source">The file.</param>
    /// <param name="where">The path to the object in it; empty for the document itself.</param>
    public JsonFields(JsonElement element, string source, string where)
    {
        _source = source;
        _where = where;
        if (element.ValueKind != JsonValueKind.Object)
            throw new InputException(source, where, "an object", Describe(element));
        foreach (JsonProperty member in element.EnumerateObject())
            _left.Add(member.Name, member.Value);
    }

    /// <summary>Reads a file that contains one object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">A limit above the size of any file of its kind.</param>
    /// <param name="kind">The kind of file, with its article, for messages.</param>
    /// <param name="read">Reads its contents.</param>
    /// <exception cref="InputException">It cannot be read, is too long, or does not have the expected contents.</exception>
    public static T Read<T>(string path, int mostBytes, string kind, Func<JsonFields, T> read)
    {
        byte[] bytes;
        using (InputFile file = new(path))
        {
            if (file.Length > mostBytes)
                throw new InputException(path, "", $"{kind} of at most {mostBytes} bytes", $"a file of {file.Length}");
            bytes = file.ReadExactly(0, (int)file.Length, "JSON");
        }

        try
        {
            JsonDocumentOptions strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(bytes, strict);
            return read(new JsonFields(document.RootElement, path, ""));
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $"line {line + 1}" : "";
            throw new InputException(path, place, "JSON", "something else", "the file is half-written or was damaged", e);
        }
        catch (InvalidOperationException e)
        {
            // Names and texts are decoded on request; that can fail only at the escape of an unpaired surrogate.
            throw new InputException(path, "", "valid Unicode text", "an unpaired surrogate", inner: e);
        }
    }

    public JsonFields Object(string name) => new(Take(name), _source, At(name));

    public string Text(string name) => OptionalText(name) ?? throw Error(name, "a text", "null");

    public string? OptionalText(string name)
    {
        JsonElement value = Take(name);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString()!,
            _ => throw Error(name, "a text", Describe(value)),
        };
    }

    public long Whole(string name, long least, long most)
    {
        JsonElement value = Take(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Error(name, $"a whole number from {least} to {most}", Describe(value));
    }

    public double Number(string name)
    {
        JsonElement value = Take(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Error(name, "a number", Describe(value));
    }

    /// <summary>A list of at most <paramref name="most"/> whole numbers that are at least 0.</summary>
    public int[] Counts(string name, int most)
    {
        int[] counts = new int[List(name, most, out JsonElement list)];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out counts[i]) || counts[i] < 0)
                throw Error($"{name}[{i}]", $"a whole number from 0 to {int.MaxValue}", Describe(item));
            i++;
        }

        return counts;
    }

    public string[] Texts(string name, int most)
    {
        string[] texts = new string[List(name, most, out JsonElement list)];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            texts[i] = item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Error($"{name}[{i}]", "a text", Describe(item));
            i++;
        }

        return texts;
    }

    public IReadOnlyList<JsonFields> Objects(string name, int most)
    {
        List<JsonFields> objects = new(List(name, most, out JsonElement list));
        foreach (JsonElement item in list.EnumerateArray())
            objects.Add(new JsonFields(item, _source, At($"{name}[{objects.Count}]")));
        return objects;
    }

    /// <summary>To be called when everything has been read.</summary>
    public void RequireNoMore()
    {
        foreach (string name in _left.Keys)
            throw new InputException(_source, _where, "no other key", InputPlace.Quote(name), "it may come from a newer rpcl");
    }

    public InputException Error(string name, string expected, string found) => new(_source, At(name), expected, found);

    private int List(string name, int most, out JsonElement list)
    {
        list = Take(name);
        if (list.ValueKind != JsonValueKind.Array)
            throw Error(name, "a list", Describe(list));
        int length = list.GetArrayLength();
        return length <= most ? length : throw Error(name, $"a list of at most {most}", $"one of {length}");
    }

    private JsonElement Take(string name) =>
        _left.Remove(name, out JsonElement value) ? value : throw new InputException(_source, _where, $"a key '{name}'", "none");

    private string At(string name) => _where.Length == 0 ? name : $"{_where}.{name}";

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        _ => InputPlace.Quote(value.GetRawText()),
    };
}
