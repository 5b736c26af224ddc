using System.CommandLine;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Options that take one or several of a few words, whose error names the option, what was given and the words.</summary>
internal static class WordOptions
{
    /// <summary>One of the names of <typeparamref name="T"/>, in lower or upper case; of <paramref name="among"/>, if given.</summary>
    public static Option<T> Choice<T>(string name, string description, T standard, T[]? among = null)
        where T : struct, Enum
    {
        T[] choices = among ?? Enum.GetValues<T>();
        string[] words = Words(choices);
        return new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (Find(words, text) is { } found)
                    return choices[found];
                result.AddError($"{name}: expected {string.Join(" or ", words)}, found {text}; for example {name} {words[0]}");
                return standard;
            },
        };
    }

    /// <summary>Several of the names of <typeparamref name="T"/>, separated by commas, each once; none if it is not given.</summary>
    public static Option<T[]> Choices<T>(string name, string description)
        where T : struct, Enum
    {
        string[] words = Words(Enum.GetValues<T>());
        return new Option<T[]>(name)
        {
            Description = $"{description.TrimEnd('.')} ({string.Join(", ", words)}).",
            HelpName = string.Join(',', words[..2]),
            CustomParser = result =>
            {
                string[] given = result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                if (given.Length > 0 && given.All(word => Find(words, word) is not null))
                    return [.. given.Select(word => Enum.GetValues<T>()[Find(words, word)!.Value]).Distinct()];
                string wrong = given.FirstOrDefault(word => Find(words, word) is null) ?? "nothing";
                result.AddError($"{name}: expected {string.Join(" or ", words)}, found {wrong}; for example {name} {words[0]},{words[1]}");
                return [];
            },
        };
    }

    // Array.ConvertAll instead of LINQ: each generic method called here is compiled again for every T, at every start.
    private static string[] Words<T>(T[] choices)
        where T : struct, Enum => Array.ConvertAll(choices, choice => choice.ToString().ToLowerInvariant());

    private static int? Find(string[] words, string text) =>
        Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and int found ? found : null;
}
