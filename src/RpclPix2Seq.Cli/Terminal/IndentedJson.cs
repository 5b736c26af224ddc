using System.Text.Json;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>How results are written as JSON.</summary>
internal static class IndentedJson
{
    /// <summary>Indented, names in snake_case.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
