using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Options with a number in a range, whose error names the option, what was given, the range and an example.</summary>
internal static class NumberOptions
{
    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static Option<int> Integer(string name, string description, int standard, int min = 0, int max = int.MaxValue) => new(name)
    {
        Description = Ranged(description, Range(min, max)),
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) || value < min || value > max)
                Refuse(
                    result, name, max == int.MaxValue ? $"a whole number, {min} or more" : $"a whole number from {min} to {max}", text,
                    $"{Math.Clamp(standard, min, max)}");
            return value;
        },
    };

    /// <summary>A whole number from 0 to 2^63 − 1.</summary>
    public static Option<long> Seed(string name, string description, long standard) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                Refuse(result, name, $"a whole number from 0 to {long.MaxValue}", text, $"{standard}");
            return value;
        },
    };

    /// <summary>A whole number from 0, or null if it is not given.</summary>
    public static Option<int?> Index(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                Refuse(result, name, "a whole number, 0 or more", text, "0");
            return value;
        },
    };

    /// <summary>A finite number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static Option<double> Real(string name, string description, double standard, double min, double max) => new(name)
    {
        Description = Ranged(description, $"{min:0.######} to {max:0.######}"),
        HelpName = "X",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Parse(result, name, min, max, standard),
    };

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>, or null where it is left out.</summary>
    public static Option<double?> OptionalReal(string name, string description, double min, double max, double example) => new(name)
    {
        Description = Ranged(description, $"{min:0.######} to {max:0.######}"),
        HelpName = "X",
        CustomParser = result => Parse(result, name, min, max, example),
    };

    /// <summary>
    /// 1 to <paramref name="most"/> numbers from <paramref name="min"/> to <paramref name="max"/>, separated by commas; <see cref="Given"/>
    /// reads them.
    /// </summary>
    public static Option<double[]> Reals(string name, string description, double[] standard, double min, double max, int most)
    {
        string example = string.Join(',', standard);
        return new Option<double[]>(name)
        {
            Description = $"{Ranged(description, $"1 to {most} numbers from {min} to {max}")} [default: {example}]",
            HelpName = "X,X",
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                string[] parts = text.Split(',');
                double[] values = new double[parts.Length];
                for (int i = 0; i < parts.Length; i++)
                {
                    if (parts.Length > most || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                        || !(values[i] >= min && values[i] <= max))
                    {
                        Refuse(result, name, $"1 to {most} numbers from {min} to {max} with commas between them", text, example);
                        break;
                    }
                }

                return values;
            },
        };
    }

    /// <summary>The numbers of an option of <see cref="Reals"/>, or null if it is not given.</summary>
    public static double[]? Given(ParseResult options, Option<double[]> option) => options.GetValue(option) is { Length: > 0 } values
        ? values
        : null;

    private static string Ranged(string description, string range) => $"{description.TrimEnd('.')} ({range}).";

    private static string Range(int min, int max) => max == int.MaxValue ? $"{min} or more" : $"{min} to {max}";

    private static double Parse(ArgumentResult result, string name, double min, double max, double example)
    {
        string text = result.Tokens[^1].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value >= min && value <= max))
            Refuse(result, name, $"a number from {min:0.######} to {max:0.######}", text, $"{example}");
        return value;
    }

    private static void Refuse(ArgumentResult result, string name, string expected, string found, string example) =>
        result.AddError($"{name}: expected {expected}, found {found}; for example {name} {example}");
}
