using System.Globalization;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>A number and what is counted: "1 sketch", "2 sketches".</summary>
internal static class Plural
{
    /// <summary>The number and the word for so many; by default the plural has an s.</summary>
    public static string Of(long count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several ?? one + "s")}");

    /// <summary>So many sketches.</summary>
    public static string Sketches(long count) => Of(count, "sketch", "sketches");
}
