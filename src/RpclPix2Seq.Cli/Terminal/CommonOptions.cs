using System.CommandLine;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Options that mean the same in every verb that has them.</summary>
internal static class CommonOptions
{
    /// <summary>The name of <see cref="Json"/>.</summary>
    public const string JsonName = "--json";

    /// <summary>The name of <see cref="Quiet"/>.</summary>
    public const string QuietName = "--quiet";

    /// <summary>Results as JSON on standard output.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Write results as JSON." };

    /// <summary>No progress and no remarks.</summary>
    public static Option<bool> Quiet() => new(QuietName) { Description = "Leave out progress and remarks." };

    /// <summary>Whether the command has a switch of that name and it is given.</summary>
    public static bool IsSet(ParseResult options, string name) =>
        options.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is Option<bool> found && options.GetValue(found);
}
