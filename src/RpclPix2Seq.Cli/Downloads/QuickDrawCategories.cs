using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>The names of the categories of Quick, Draw!, as its publisher writes them.</summary>
internal static class QuickDrawCategories
{
    /// <summary>All 345, in the publisher's order.</summary>
    public static IReadOnlyList<string> All { get; } = Read();

    private static readonly Dictionary<string, string> ByPlainName = All.ToDictionary(Plain, StringComparer.Ordinal);

    /// <summary>
    /// The category that <paramref name="typed"/> names, or null. Case is ignored, and a space, a hyphen and an underscore are equivalent,
    /// so that "the_eiffel_tower" works.
    /// </summary>
    public static string? Find(string typed) => ByPlainName.GetValueOrDefault(Plain(typed));

    /// <summary>
    /// The categories with a word that begins with <paramref name="typed"/>, or if there are none, those that it may have been meant as.
    /// </summary>
    public static IReadOnlyList<string> Like(string typed)
    {
        string[] found = [.. All.Where(name => $" {Plain(name)}".Contains($" {Plain(typed)}", StringComparison.Ordinal))];
        return found.Length > 0 ? found : NearestNames.Find(typed.Trim().Replace('_', ' '), All);
    }

    /// <summary>"did you mean …?" for an unknown name, or an empty string if nothing is close.</summary>
    public static string Hint(string typed) => NearestNames.Hint(typed.Trim().Replace('_', ' '), All);

    private static string Plain(string name) => name.Trim().Replace('_', ' ').Replace('-', ' ').ToLowerInvariant();

    private static string[] Read()
    {
        Type here = typeof(QuickDrawCategories);
        using StreamReader reader = new(here.Assembly.GetManifestResourceStream(here, "QuickDrawCategories.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
