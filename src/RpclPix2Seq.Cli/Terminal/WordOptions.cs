using System.CommandLine;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Options that take one of a few words, whose error names the option, what was given and the words.</summary>
internal static class WordOptions
{
    /// <summary>One of the names of <typeparamref name="T"/>, in lower or upper case.</summary>
    public static Option<T> Choice<T>(string name, string description, T standard)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())];
        return new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                int found = Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (found < 0)
                    result.AddError($"{name}: expected {string.Join(" or ", words)}, found {text}; for example {name} {words[0]}");
                return found < 0 ? standard : Enum.GetValues<T>()[found];
            },
        };
    }
}
