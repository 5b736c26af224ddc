using System.Globalization;

namespace RpclPix2Seq.Configuration;

/// <summary>Values as text: the single form in which they are shown, stored and parsed.</summary>
internal static class ConfigText
{
    /// <summary>The shortest decimal text that parses back to <paramref name="value"/>, valid as a JSON number (1e-5, 0.24, 128).</summary>
    public static string FromNumber(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        return e < 0 ? text : $"{text[..e]}e{int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
    }

    /// <summary>Parses a finite decimal number.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Parses a whole number, also when written like 1e6.</summary>
    public static bool TryInteger(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value))
            return true;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || number != decimal.Truncate(number) || number < long.MinValue || number > long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }

    /// <summary>Parses true, false, 1 and 0, in any case.</summary>
    public static bool TryFlag(string text, out bool value)
    {
        value = text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Splits <c>a,b</c> or <c>[a,b]</c> at the commas. A name with commas or blanks around it is quoted, "salt, pepper"; a quotation mark
    /// of the same kind inside is doubled. A name that only holds quotation marks, grandma's cat, needs none.
    /// </summary>
    public static string[] Split(string text)
    {
        text = text.Trim();
        if (text is ['[', .., ']'])
            text = text[1..^1];
        List<string> names = [];
        for (int at = 0; at <= text.Length;)
        {
            int comma = text.IndexOf(',', CloseOf(text, at));
            comma = comma < 0 ? text.Length : comma;
            names.Add(Unquote(text[at..comma]));
            at = comma + 1;
        }

        return [.. names];
    }

    /// <summary>Joins names with commas so that <see cref="Split"/> finds the same ones; names that would be misread are quoted.</summary>
    public static string Join(IEnumerable<string> names) => string.Join(',', names.Select(
        name => name.Length == 0 || name.Trim() != name || name.AsSpan().IndexOfAny(",[]") >= 0 || name[0] is '\'' or '"'
            ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : name));

    /// <summary>Removes blanks around a name, and its quotes if there are any.</summary>
    public static string Unquote(string text)
    {
        text = text.Trim();
        return text is ['\'', .., '\''] or ['"', .., '"']
            ? text[1..^1].Replace($"{text[0]}{text[0]}", $"{text[0]}", StringComparison.Ordinal)
            : text;
    }

    /// <summary>Where the quoted name that begins at a place ends; the place itself if none begins there or it has no end.</summary>
    private static int CloseOf(string text, int at)
    {
        int open = at;
        while (open < text.Length && char.IsWhiteSpace(text[open]))
            open++;
        if (open == text.Length || text[open] is not ('\'' or '"'))
            return at;
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] != text[open])
                continue;
            if (i + 1 < text.Length && text[i + 1] == text[open])
                i++;
            else
                return i + 1;
        }

        return at;
    }
}
