using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// Writes result records as JSON and reads them back. A file to read is not trusted: required members must be present, and only nullable
/// members may be null. It finds members at run time, which neither trimming nor native compilation allows: nothing in this library calls
/// it.
/// </summary>
[RequiresUnreferencedCode("Members of records are found at run time.")]
[RequiresDynamicCode("Members of records are found at run time.")]
internal static class RecordJson
{
    // Far larger than the manifest of a million samples.
    private const int MostBytes = 1 << 30;

    /// <summary>Indented, names in snake_case, every member included.</summary>
    public static JsonSerializerOptions Indented { get; } = Options(indented: true);

    /// <summary>Like <see cref="Indented"/>, on one line.</summary>
    public static JsonSerializerOptions Line { get; } = Options(indented: false);

    /// <summary>A record as indented JSON, with a line break at its end.</summary>
    public static string Render<T>(T record) => JsonSerializer.Serialize(record, Indented) + "\n";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should hold, for messages.</param>
    /// <exception cref="InputException">The file cannot be read, or holds something else.</exception>
    public static T Read<T>(string path, string expected)
        where T : class
    {
        try
        {
            return Parse<T>(Encoding.UTF8.GetString(SmallFile.Read(path, MostBytes, "a record")).TrimStart('\uFEFF'), path, "", expected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", expected, e.Message, "check the path", e);
        }
    }

    /// <summary>Parses JSON text.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="path">The file it comes from, for messages.</param>
    /// <param name="where">Where in it, for messages.</param>
    /// <param name="expected">What it should hold, for messages.</param>
    /// <exception cref="InputException">It holds something else.</exception>
    public static T Parse<T>(string text, string path, string where, string expected)
        where T : class
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            RefuseNullElements(document.RootElement);
            return document.Deserialize<T>(Line) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new InputException(path, where, expected, e.Message.Split(" Path:")[0], "the file is damaged, or of another kind", e);
        }
    }

    /// <summary>Lists in records never hold nulls, but the serializer accepts them.</summary>
    private static void RefuseNullElements(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
                RefuseNullElements(member.Value);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement element in value.EnumerateArray())
            {
                if (element.ValueKind == JsonValueKind.Null)
                    throw new JsonException("null in a list");
                RefuseNullElements(element);
            }
        }
    }

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
