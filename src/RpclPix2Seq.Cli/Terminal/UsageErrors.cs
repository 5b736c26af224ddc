using System.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first thing that is wrong, the nearest names if one is unknown, and where help is.</summary>
    public static string Compose(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string help = $"({CliRoot.PathOf(command)} --help)";
        return result.UnmatchedTokens.Count > 0
            ? $"{Unmatched(command, result.UnmatchedTokens[0])} {help}"
            : command.Action is null && command.Subcommands.Count > 0
            ? $"{CliRoot.PathOf(command)} needs a verb: {string.Join(", ", Verbs(command))} {help}"
            : $"{Tidy(result.Errors[0].Message)} {help}";
    }

    private static string Unmatched(Command command, string token)
    {
        bool option = token.StartsWith('-');
        string name = option ? token.Split('=')[0] : token;
        IEnumerable<string> known = option ? OptionsOf(command) : Verbs(command);
        string hint = NearestNames.Hint(name, known);
        string what = option ? "unknown option" : command.Subcommands.Count > 0 ? "unknown verb" : "unexpected argument";
        return $"{what} '{name}'{(hint.Length == 0 ? "" : $"; {hint}")}";
    }

    private static IEnumerable<string> Verbs(Command command) => command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Where(option => !option.Hidden)
            .Select(option => option.Name);

    private static string Tidy(string message)
    {
        string text = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        bool sentence = text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]);
        return sentence ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
