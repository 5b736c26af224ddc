using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Studio.Contract;

/// <summary>JSON as web/src/api.ts says: names in camelCase, points as [x, y], nothing that is not known.</summary>
internal static class ContractJson
{
    /// <summary>The deepest nesting that is read.</summary>
    private const int Depth = 16;

    /// <summary>For requests and answers.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Changes options that a framework made to these.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.MaxDepth = Depth;

        // Nothing is ever put into HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new PointConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class PointConverter : JsonConverter<Vector2>
    {
        public override Vector2 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("expected a point [x, y]");
            Vector2 point = new(Number(ref reader), Number(ref reader));
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray
                ? point
                : throw new JsonException("expected two numbers in a point [x, y]");
        }

        public override void Write(Utf8JsonWriter writer, Vector2 value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.X);
            writer.WriteNumberValue(value.Y);
            writer.WriteEndArray();
        }

        private static float Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number
            ? reader.GetSingle()
            : throw new JsonException("expected two numbers in a point [x, y]");
    }
}
