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

    /// <summary>Splits <c>a,b</c> or <c>[a,b]</c> at the commas; names may be quoted.</summary>
    public static string[] Split(string text)
    {
        text = text.Trim();
        if (text is ['[', .., ']'])
            text = text[1..^1];
        return [.. text.Split(',').Select(Unquote)];
    }

    /// <summary>Joins names with commas so that <see cref="Split"/> finds the same ones; names that would be misread are quoted.</summary>
    public static string Join(IEnumerable<string> names) =>
        string.Join(
            ',',
            names.Select(
                name => name.Length == 0 || name.Trim() != name || name.AsSpan().IndexOfAny(",[]'\"") >= 0 ? $"\"{name}\"" : name));

    /// <summary>Removes blanks around a name, and its quotes if there are any.</summary>
    public static string Unquote(string text)
    {
        text = text.Trim();
        return text is ['\'', .., '\''] or ['"', .., '"'] ? text[1..^1] : text;
    }
}
