using System.Text;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// The category names of sketches: from the user, else from the drawing itself, else from its file. Names become file names when data are
/// exported, so they are cleaned for that.
/// </summary>
internal static class CategoryNames
{
    /// <summary>The most characters of a name; longer ones are cut.</summary>
    public const int Longest = 100;

    /// <summary>
    /// The most bytes of a name in UTF-8: together with an extension and the suffix of a file that is being written, file systems allow no
    /// more than 255.
    /// </summary>
    public const int MostBytes = 180;

    // The names of Google's files after a browser or gsutil has saved them.
    private static readonly string[] Prefixes = ["full_simplified_", "full_raw_", "full_binary_", "sketchrnn_"];

    /// <summary>
    /// The name without what a file name cannot have: / \ : and control characters become _, white space and dots at the ends are removed.
    /// Null if nothing is left.
    /// </summary>
    public static string? Clean(string name)
    {
        string text = name;
        if (NeedsCleaning(name))
        {
            StringBuilder clean = new(name.Length);
            foreach (Rune rune in name.EnumerateRunes())
                clean.Append(IsUnfit(rune) ? "_" : rune.ToString());
            text = clean.ToString();
        }

        text = Trim(Shorten(Trim(text)));
        return DatasetDescription.IsName(text) ? text : null;
    }

    /// <summary>
    /// The category of a file whose drawings name none. A file of many drawings is a category of its own; for documents with one drawing
    /// each, the folder is the category, unless only one is imported.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="isDocument">Whether its format holds one drawing per file.</param>
    public static string? OfFile(SourceFile file, bool isDocument)
    {
        if (isDocument && !file.IsAlone)
        {
            string? folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file.Path)));
            return folder is null ? null : Clean(folder);
        }

        return Clean(OfName(Path.GetFileName(file.Path)));
    }

    /// <summary>
    /// The category in a file's name: cat for cat.npz, cat.full.npz, full_simplified_cat.ndjson.gz and sketchrnn_cat.npz.
    /// </summary>
    public static string OfName(string fileName)
    {
        string name = fileName;
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        name = Path.GetFileNameWithoutExtension(name);
        if (name.EndsWith(".full", StringComparison.OrdinalIgnoreCase))
            name = name[..^5];
        name = Uri.UnescapeDataString(name);
        foreach (string prefix in Prefixes)
        {
            // The words are separated by an underscore, a hyphen or a slash.
            bool begins = name.Length > prefix.Length
                && name.Replace('/', '_').Replace('-', '_').StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
            if (begins)
                return name[prefix.Length..];
        }

        return name;
    }

    private static string Trim(string name)
    {
        int start = 0;
        int end = name.Length;
        while (start < end && IsMargin(name[start]))
            start++;
        while (start < end && IsMargin(name[end - 1]))
            end--;
        return name[start..end];
    }

    private static bool IsMargin(char c) => c == '.' || char.IsWhiteSpace(c);

    private static string Shorten(string name)
    {
        int length = 0;
        int bytes = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (length + rune.Utf16SequenceLength > Longest || bytes > MostBytes)
                break;
            length += rune.Utf16SequenceLength;
        }

        return name[..length];
    }

    private static bool NeedsCleaning(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (IsUnfit(rune))
                return true;
        }

        return false;
    }

    // An unpaired surrogate is enumerated as the replacement character.
    private static bool IsUnfit(Rune rune) =>
        Rune.IsControl(rune) || rune == Rune.ReplacementChar
        || (rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal));
}

/// <summary>The positions in a split of the sketches of each category, in order; four bytes per sketch.</summary>
internal sealed class CategoryIndex
{
    private readonly int[] _starts;
    private readonly int[] _indices;

    private CategoryIndex(int[] starts, int[] indices) => (_starts, _indices) = (starts, indices);

    /// <summary>The positions of a category's sketches.</summary>
    public ReadOnlySpan<int> this[int category] => Of(category).Span;

    /// <summary>Reads the labels of a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="categories">How many categories its dataset has.</param>
    /// <exception cref="InputException">A label is damaged.</exception>
    public static CategoryIndex Read(SketchContainer split, int categories)
    {
        int[] starts = new int[categories + 1];
        for (int i = 0; i < split.Count; i++)
            starts[split.CategoryOf(i) + 1]++;
        for (int c = 0; c < categories; c++)
            starts[c + 1] += starts[c];
        int[] next = [.. starts];
        int[] indices = new int[split.Count];
        for (int i = 0; i < split.Count; i++)
            indices[next[split.CategoryOf(i)]++] = i;
        return new CategoryIndex(starts, indices);
    }

    /// <summary>The positions of a category's sketches, in a form that can be stored.</summary>
    public ReadOnlyMemory<int> Of(int category) => _indices.AsMemory(_starts[category].._starts[category + 1]);
}
