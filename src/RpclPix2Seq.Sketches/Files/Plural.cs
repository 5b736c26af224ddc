using System.Globalization;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>What is counted, as text: "1 sketch", "2 sketches", "cat, dog and 3 more".</summary>
internal static class Plural
{
    /// <summary>The number and the word for so many; by default the plural has an s.</summary>
    public static string Of(long count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several ?? one + "s")}");

    /// <summary>So many sketches.</summary>
    public static string Sketches(long count) => Of(count, "sketch", "sketches");

    /// <summary>Such as "cat, dog"; of more names than <paramref name="most"/>, the rest is only counted.</summary>
    public static string Names(IReadOnlyCollection<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
