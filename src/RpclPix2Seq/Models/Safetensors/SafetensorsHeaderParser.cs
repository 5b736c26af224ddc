using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>
/// Reads a safetensors header and rejects anything invalid: a repeated or unknown key, a size that does not fit its offsets, data with
/// overlaps, gaps or leftover bytes.
/// </summary>
internal ref struct SafetensorsHeaderParser
{
    private const int DeepestNesting = 8;
    private readonly string _path;
    private Utf8JsonReader _json;

    private SafetensorsHeaderParser(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _json = new Utf8JsonReader(
            json, new JsonReaderOptions { MaxDepth = DeepestNesting, CommentHandling = JsonCommentHandling.Disallow });
    }

    /// <summary>The length of the header that <paramref name="prefix"/> announces, checked against the length of the file.</summary>
    /// <exception cref="InputException">Such a file cannot have this length.</exception>
    public static int HeaderLength(string path, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (prefix.Length < SafetensorsHeader.PrefixSize)
            throw new InputException(path, "byte 0", "a safetensors file (8 bytes of header length)", $"{fileLength} bytes in all");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length < 2 || length > SafetensorsHeader.LongestHeader)
            throw new InputException(
                path, "byte 0", $"a header length of 2 to {SafetensorsHeader.LongestHeader} bytes", $"{length}",
                "is it a safetensors file?");
        if ((long)length > fileLength - SafetensorsHeader.PrefixSize)
            throw new InputException(
                path, "byte 0", $"a header of {length} bytes", $"{fileLength - SafetensorsHeader.PrefixSize} bytes after its length",
                "the file is cut short: copy it again");
        return (int)length;
    }

    /// <summary>
    /// Parses the <paramref name="json"/> of a header whose data takes up the rest of a file of <paramref name="fileLength"/> bytes.
    /// </summary>
    /// <exception cref="InputException">The header is invalid.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long fileLength)
    {
        if (!Utf8.IsValid(json))
            throw new InputException(path, "header", "valid UTF-8", "other bytes");
        if (json[0] != (byte)'{')
            throw new InputException(path, "header", "'{' as its first byte", $"byte {json[0]}");
        SafetensorsHeaderParser parser = new(path, json.TrimEnd((byte)' '));
        long dataStart = SafetensorsHeader.PrefixSize + json.Length;
        try
        {
            return parser.ParseObject(dataStart, fileLength - dataStart);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for escapes that are not text, such as an unpaired surrogate.
            throw new InputException(path, $"header, byte {parser._json.BytesConsumed}", "valid JSON", e.Message, inner: e);
        }
    }

    private SafetensorsHeader ParseObject(long dataStart, long dataLength)
    {
        Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        Next();
        while (Next() == JsonTokenType.PropertyName)
        {
            string name = _json.GetString()!;
            if (name == SafetensorsHeader.MetadataKey)
            {
                if (metadata is not null)
                    throw Wrong(name, "one such key", "two");
                metadata = ParseMetadata();
                continue;
            }

            if (SafetensorsHeader.WhyBadName(name) is { } reason)
                throw Wrong($"tensor '{Shortened(name)}'", $"a name of 1 to {SafetensorsHeader.LongestName} printable characters", reason);
            if (!entries.TryAdd(name, ParseEntry(name)))
                throw Wrong($"tensor '{name}'", "every name once", "it twice");
        }

        // One more read, for anything after the closing brace.
        if (_json.Read())
            throw Wrong("header", "nothing after its object", "more");
        List<SafetensorsEntry> ordered =
        [
            .. entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.ByteCount).ThenBy(e => e.Name, StringComparer.Ordinal),
        ];
        CheckLayout(ordered, dataLength);
        return new SafetensorsHeader(ordered, metadata ?? [], dataStart);
    }

    private Dictionary<string, string> ParseMetadata()
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, SafetensorsHeader.MetadataKey, "an object of strings");
        while (Next() == JsonTokenType.PropertyName)
        {
            string key = _json.GetString()!;
            Expect(JsonTokenType.String, $"{SafetensorsHeader.MetadataKey} '{Shortened(key)}'", "a text");
            if (!metadata.TryAdd(key, _json.GetString()!))
                throw Wrong($"{SafetensorsHeader.MetadataKey} '{Shortened(key)}'", "every key once", "it twice");
        }

        return metadata;
    }

    private SafetensorsEntry ParseEntry(string name)
    {
        string where = $"tensor '{name}'";
        SafetensorsType? type = null;
        List<long>? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject, where, "an object with dtype, shape and data_offsets");
        while (Next() == JsonTokenType.PropertyName)
        {
            string field = _json.GetString()!;
            bool isRepeated = field switch
            {
                "dtype" => type is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => false
            };
            if (isRepeated)
                throw Wrong(where, $"one {field}", "two");
            switch (field)
            {
                case "dtype":
                    Expect(JsonTokenType.String, where, "dtype as a text");
                    string text = _json.GetString()!;
                    type = SafetensorsTypes.Parse(text)
                        ?? throw Wrong(where, $"a dtype among {SafetensorsTypes.Names}", $"'{Shortened(text)}'");
                    break;
                case "shape":
                    shape = ParseNumbers(where, "shape", SafetensorsHeader.MostDimensions);
                    break;
                case "data_offsets":
                    offsets = ParseNumbers(where, "data_offsets", 2);
                    break;
                default:
                    throw Wrong(where, "dtype, shape and data_offsets alone", $"'{Shortened(field)}'");
            }
        }

        if (type is null || shape is null || offsets is not { Count: 2 })
            throw Wrong(where, "dtype, shape and two data_offsets", "less");
        long bytes = SafetensorsHeader.ByteCount(type.Value, shape)
            ?? throw Wrong(where, "a size below 2^63 bytes", $"[{string.Join(",", shape)}]");
        if (offsets[1] < offsets[0] || offsets[1] - offsets[0] != bytes)
            throw Wrong(
                where, $"{bytes} bytes for {type.Value.Name()} [{string.Join(",", shape)}]", $"data_offsets {offsets[0]} to {offsets[1]}");
        return new SafetensorsEntry(name, type.Value, shape, offsets[0], bytes);
    }

    private List<long> ParseNumbers(string where, string field, int most)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray, where, $"{field} as an array");
        while (Next() == JsonTokenType.Number)
        {
            if (_json.ValueSpan[0] == (byte)'-' || !_json.TryGetInt64(out long number))
                throw Wrong(where, $"whole numbers from 0 to 2^63-1 in {field}", "another number");
            if (numbers.Count == most)
                throw Wrong(where, $"at most {most} numbers in {field}", "more");
            numbers.Add(number);
        }

        if (_json.TokenType != JsonTokenType.EndArray)
            throw Wrong(where, $"whole numbers in {field}", $"{_json.TokenType}");
        return numbers;
    }

    private readonly void CheckLayout(List<SafetensorsEntry> ordered, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            if (entry.Begin != end)
                throw Wrong($"tensor '{entry.Name}'", $"data from byte {end} on, without overlap or hole", $"from byte {entry.Begin}");
            end += entry.ByteCount;
            if (end > dataLength || end < 0)
                throw Wrong(
                    $"tensor '{entry.Name}'", $"{dataLength} data bytes, as many as the file holds", "more",
                    "the file is cut short: copy it again");
        }

        if (end != dataLength)
            throw Wrong("data", $"{end} bytes, as many as the tensors have", $"{dataLength}");
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw Wrong("header", "a closing '}'", "its end");

    private void Expect(JsonTokenType token, string where, string expected)
    {
        if (Next() != token)
            throw Wrong(where, expected, $"{_json.TokenType}");
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private readonly InputException Wrong(string where, string expected, string found, string remedy = "") =>
        new(_path, where, expected, found, remedy);
}
