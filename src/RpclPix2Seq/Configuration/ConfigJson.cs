using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Configuration;

/// <summary>Reads and writes configurations as one flat JSON object. Comments and trailing commas are allowed.</summary>
internal static class ConfigJson
{
    private const int MostBytes = 1 << 20;

    // To locate a key, everything before it is read again.
    private const int MostKeys = 1000;
    private const string FlatObject = "one JSON object of configuration keys";

    /// <summary>The members of the object in a file, in order.</summary>
    /// <exception cref="InputException">The file cannot be read, does not hold a flat JSON object, or has a key twice.</exception>
    public static IReadOnlyList<Entry> Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        ReadOnlySpan<byte> json = bytes;
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        Utf8JsonReader reader = new(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            return ReadObject(ref reader, json, path);
        }
        catch (JsonException e)
        {
            string reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
            string where = $"line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}";
            throw new InputException(path, where, FlatObject, json.IsEmpty ? "an empty file" : $"a syntax error: {reason}", inner: e);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException(path, Place(json, reader.TokenStartIndex), "text in UTF-8", "an invalid character", inner: e);
        }
    }

    /// <summary>One member of an object that was parsed as part of a larger file.</summary>
    public static Entry Read(JsonProperty member, string where)
    {
        JsonElement value = member.Value;
        return value.ValueKind switch
        {
            JsonValueKind.String => new Entry(member.Name, JsonTokenType.String, value.GetString()!, $"\"{value.GetString()}\"", where),
            JsonValueKind.Number => new Entry(member.Name, JsonTokenType.Number, value.GetRawText(), value.GetRawText(), where),
            JsonValueKind.True => new Entry(member.Name, JsonTokenType.True, "true", "true", where),
            JsonValueKind.False => new Entry(member.Name, JsonTokenType.False, "false", "false", where),
            JsonValueKind.Array when value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String) => Names(member, where),
            JsonValueKind.Array => new Entry(member.Name, JsonTokenType.None, "", "an array with other things than names", where),
            JsonValueKind.Object => new Entry(member.Name, JsonTokenType.StartObject, "", "an object", where),
            _ => new Entry(member.Name, JsonTokenType.Null, "", "null", where),
        };
    }

    /// <summary>Whether the JSON type of a value matches the key's.</summary>
    public static bool Fits(ConfigKind kind, Entry entry) => kind switch
    {
        ConfigKind.Integer or ConfigKind.Number => entry.Token == JsonTokenType.Number,
        ConfigKind.Flag => entry.Token is JsonTokenType.True or JsonTokenType.False,
        ConfigKind.Choice => entry.Token == JsonTokenType.String,
        _ => entry.Token == JsonTokenType.StartArray,
    };

    /// <summary>
    /// The complete configuration as JSON: every key, in the order of the table, one per line, with a newline after the last.
    /// </summary>
    public static string Write(ModelConfig config)
    {
        IEnumerable<string> members = ConfigKeys.All.Select(key => $"  \"{key.Name}\": {WriteValue(key, key.Read(config))}");
        return $"{{\n{string.Join(",\n", members)}\n}}\n";
    }

    /// <summary>One value as JSON.</summary>
    public static string WriteValue(ConfigKey key, string text) => key.Kind switch
    {
        ConfigKind.Choice => $"\"{text}\"",
        ConfigKind.Names => $"[{string.Join(", ", ConfigText.Split(text).Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]",
        _ => text,
    };

    private static Entry Names(JsonProperty member, string where)
    {
        string text = ConfigText.Join([.. member.Value.EnumerateArray().Select(name => name.GetString()!)]);
        return new Entry(member.Name, JsonTokenType.StartArray, text, $"[{text}]", where);
    }

    private static List<Entry> ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path)
    {
        Dictionary<string, string> places = [];
        List<Entry> entries = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InputException(path, Place(json, reader.TokenStartIndex), FlatObject, Describe(ref reader));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            string place = Place(json, reader.TokenStartIndex);
            if (!places.TryAdd(name, place))
                throw new InputException(path, place, "every key once", $"'{name}' again, after {places[name]}");
            if (entries.Count == MostKeys)
                throw new InputException(path, place, $"at most {MostKeys} keys", "more");
            reader.Read();
            entries.Add(ReadValue(ref reader, name, place));
        }

        reader.Read();
        return entries;
    }

    private static Entry ReadValue(ref Utf8JsonReader reader, string name, string place)
    {
        JsonTokenType token = reader.TokenType;
        string shown = Describe(ref reader);
        string text = token switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => shown,
            _ => "",
        };
        if (token == JsonTokenType.StartArray)
        {
            List<string> names = [];
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
                names.Add(reader.GetString()!);
            if (reader.TokenType != JsonTokenType.EndArray)
                return new Entry(name, JsonTokenType.None, "", "an array with other things than names", place);
            text = ConfigText.Join(names);
            shown = $"[{text}]";
        }
        else if (token == JsonTokenType.StartObject)
        {
            reader.Skip();
        }

        return new Entry(name, token, text, shown, place);
    }

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"\"{reader.GetString()}\"",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private static string Place(ReadOnlySpan<byte> json, long offset)
    {
        ReadOnlySpan<byte> before = json[..(int)offset];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return $"line {before.Count((byte)'\n') + 1}, column {Encoding.UTF8.GetCharCount(before[lineStart..]) + 1}";
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return SmallFile.Read(path, MostBytes, "a configuration");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string found = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "none",
                UnauthorizedAccessException => Directory.Exists(path) ? "a folder" : "one that may not be read",
                _ => e.Message,
            };
            throw new InputException(path.Length == 0 ? "configuration" : path, "", "a configuration file", found, inner: e);
        }
    }

    /// <summary>One member of the object.</summary>
    /// <param name="Name">The key.</param>
    /// <param name="Token">The JSON type of the value; None for an array of anything but names.</param>
    /// <param name="Text">The value as <see cref="ConfigKey.Write"/> reads it.</param>
    /// <param name="Shown">The value as messages show it.</param>
    /// <param name="Where">Line and column of the key.</param>
    internal sealed record Entry(string Name, JsonTokenType Token, string Text, string Shown, string Where);
}
