using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Globalization;

namespace RpclPix2Seq.Configuration;

/// <summary>The kinds of value ranges of keys.</summary>
internal static class ConfigDomains
{
    private const string Forbidden = "/\\";

    /// <summary>
    /// Whole numbers from <paramref name="min"/> to <paramref name="max"/> that are multiples of <paramref name="step"/>, plus an optional
    /// special value.
    /// </summary>
    public static ConfigDomain<int> Integer(int min, int max = int.MaxValue, int step = 1, int? special = null)
    {
        string multiple = step == 1 ? "" : $", a multiple of {step}";
        string or = special is null ? "" : $"{special} or ";
        return new ConfigDomain<int>(
            ConfigKind.Integer,
            $"{or}{min} to {max}{multiple}",
            special is null
                ? $"a whole number from {min} to {max}{multiple}"
                : $"{special} or a whole number from {min} to {max}{multiple}",
            (text, out value) =>
            {
                bool whole = ConfigText.TryInteger(text, out long number);
                value = (int)Math.Clamp(number, int.MinValue, int.MaxValue);
                return whole && (number == special || (number >= min && number <= max && number % step == 0));
            },
            value => value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Powers of two from 1 to <paramref name="max"/>.</summary>
    public static ConfigDomain<int> PowerOfTwo(int max) => new(
        ConfigKind.Integer,
        $"1, 2, 4 … {max}",
        $"a power of two from 1 to {max}",
        (text, out value) =>
        {
            bool whole = ConfigText.TryInteger(text, out long number);
            value = (int)Math.Clamp(number, 0, max);
            return whole && value == number && int.IsPow2(value);
        },
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whole numbers from 0 to 2^63 − 1.</summary>
    public static ConfigDomain<long> Seed() => new(
        ConfigKind.Integer,
        $"0 to {long.MaxValue}",
        $"a whole number from 0 to {long.MaxValue}",
        (text, out value) => ConfigText.TryInteger(text, out value) && value >= 0,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Finite numbers between two bounds, either of which may be excluded.</summary>
    public static ConfigDomain<double> Number(double min, double max, bool aboveMin = false, bool belowMax = false)
    {
        string low = ConfigText.FromNumber(min);
        string high = ConfigText.FromNumber(max);
        string range = $"{(aboveMin ? "above " : "")}{low} to {(belowMax ? "below " : "")}{high}";
        return new ConfigDomain<double>(
            ConfigKind.Number,
            range,
            aboveMin ? $"a number {range}" : $"a number from {range}",
            (text, out value) => ConfigText.TryNumber(text, out value)
                && (aboveMin ? value > min : value >= min) && (belowMax ? value < max : value <= max),
            ConfigText.FromNumber);
    }

    /// <summary>True or false.</summary>
    public static ConfigDomain<bool> Flag() =>
        new(ConfigKind.Flag, "true or false", "true or false", ConfigText.TryFlag, value => value ? "true" : "false");

    /// <summary>One of a few words.</summary>
    public static ConfigDomain<T> Choice<T>(params (string Word, T Value)[] choices)
        where T : struct, Enum
    {
        // Not LINQ: each generic method called here is compiled again for every T, at every start.
        string[] each = Array.ConvertAll(choices, choice => choice.Word);
        string words = $"{string.Join(", ", each[..^1])} or {each[^1]}";
        return new ConfigDomain<T>(
            ConfigKind.Choice,
            words,
            words,
            (text, out value) =>
            {
                int found = Array.FindIndex(choices, choice => choice.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = found < 0 ? default : choices[found].Value;
                return found >= 0;
            },
            value => Array.Find(choices, choice => choice.Value.Equals(value)).Word ?? $"undefined ({value})");
    }

    /// <summary>One or more different names that can be part of a file name.</summary>
    public static ConfigDomain<IReadOnlyList<string>> Names() => new(
        ConfigKind.Names,
        "one or more different names",
        $"one or more different names, separated by commas and without {string.Join(' ', Forbidden.AsEnumerable())}; one with a comma "
        + "is quoted, \"Salz, Pfeffer\"",
        (string text, [MaybeNullWhen(false)] out IReadOnlyList<string> value) =>
        {
            string[] names = ConfigText.Split(text);
            value = names;
            return names.Distinct(StringComparer.Ordinal).Count() == names.Length && names.All(IsName);
        },
        ConfigText.Join);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name is not ("." or "..") && name.Trim().Length == name.Length
        && !name.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar
            || (rune.IsAscii && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal)));
}

/// <summary>The values that a key may have: how they are described, read from text and turned back into text.</summary>
/// <param name="Kind">Their type.</param>
/// <param name="Range">The range without the type, such as "1 to 16384", for tables.</param>
/// <param name="Expected">The range as a phrase, such as "a whole number from 1 to 16384", for messages.</param>
/// <param name="Parse">Reads a value; false if the text is not a value or is outside the range.</param>
/// <param name="Format">Writes a value as text that <paramref name="Parse"/> reads back.</param>
internal sealed record ConfigDomain<T>(
    ConfigKind Kind, string Range, string Expected, ConfigDomain<T>.TryParse Parse, Func<T, string> Format)
{
    /// <summary>Reads a value from text.</summary>
    public delegate bool TryParse(string text, [MaybeNullWhen(false)] out T value);
}
