namespace RpclPix2Seq.Sketches.Files;

/// <summary>A file, and perhaps a part of it, that an error can be pinned on.</summary>
/// <param name="Source">The file.</param>
/// <param name="Part">The part in which byte offsets are counted, or empty for the file itself.</param>
internal readonly record struct InputPlace(string Source, string Part)
{
    public InputException Error(long offset, string expected, string found, string remedy = "", Exception? inner = null) =>
        Error($"byte {offset}", expected, found, remedy, inner);

    public InputException Error(string where, string expected, string found, string remedy = "", Exception? inner = null) =>
        new(Source, Part.Length == 0 ? where : $"{Part}, {where}", expected, found, remedy, inner);

    /// <summary>Text from a file, made fit to stand in a message: short, and without control characters.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int longest = 80;
        System.Text.StringBuilder quoted = new("'");
        foreach (char c in text.Length > longest ? text[..longest] : text)
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return quoted.Append(text.Length > longest ? "…'" : "'").ToString();
    }
}
