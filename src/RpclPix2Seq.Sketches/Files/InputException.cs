namespace RpclPix2Seq;

/// <summary>
/// Bad input, reported in one line: which file, where in it, what was expected, what was found and what to do. The command line prints
/// <see cref="Exception.Message"/> as it is and exits with code 1.
/// </summary>
public sealed class InputException : Exception
{
    // The text found may be an entire file without a line end.
    private const int LongestFound = 1000;

    private readonly string _where, _remedy;

    /// <param name="source">The file, folder or flag at fault.</param>
    /// <param name="where">Where in it (byte offset, row, tensor, key), or empty.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="found">What was there.</param>
    /// <param name="remedy">What the user can do about it, or empty.</param>
    /// <param name="inner">The cause, if another exception revealed the fault.</param>
    public InputException(string source, string where, string expected, string found, string remedy = "", Exception? inner = null)
        : base(Compose(source, where, expected, found, remedy), inner)
    {
        Source = source;
        Expected = expected;
        Found = found;
        (_where, _remedy) = (where, remedy);
    }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }

    /// <summary>What was there.</summary>
    public string Found { get; }

    /// <summary>The same error, with a folder's path replaced by the name that users know.</summary>
    internal InputException Renamed(string folder, string known) =>
        new((Source ?? "").Replace(folder, known, StringComparison.Ordinal), _where, Expected, Found.Replace(
            folder, known, StringComparison.Ordinal), _remedy, this);

    private static string Compose(string source, string where, string expected, string found, string remedy)
    {
        if (found.Length > LongestFound)
            found = found[..LongestFound] + "…";
        string place = where.Length == 0 ? source : $"{source}: {where}";
        string advice = remedy.Length == 0 ? "" : $"; {remedy}";
        return Printable($"{place}: expected {expected}, found {found}{advice}".ReplaceLineEndings(" "));
    }

    /// <summary>Text from files and parsers may contain control sequences that a terminal would execute.</summary>
    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        return string.Create(text.Length, text, (printable, all) =>
        {
            for (int i = 0; i < all.Length; i++)
                printable[i] = char.IsControl(all[i]) ? '?' : all[i];
        });
    }
}
