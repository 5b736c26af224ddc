using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The root command.</summary>
internal static class CliRoot
{
    /// <summary>Its name, as users type it.</summary>
    public const string Name = "rpcl";

    /// <summary>Creates the root command with <paramref name="verbs"/> in the order in which help lists them.</summary>
    public static RootCommand Create(params IReadOnlyList<Command> verbs)
    {
        RootCommand root = new("Sketches learned from pixels, drawn in strokes, organized by a rival-penalized Gaussian mixture.")
        {
            HelpName = Name,
        };
        foreach (VersionOption version in root.Options.OfType<VersionOption>())
            version.Action = new VersionAction();
        root.Add(HelpConfigAction.CreateOption());
        foreach (Command verb in verbs)
            root.Add(verb);
        return root;
    }

    /// <summary>What users type to reach <paramref name="command"/>, such as "rpcl data info".</summary>
    public static string PathOf(Command command) =>
        command is RootCommand root ? root.HelpName ?? Name : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    /// <summary>Lets help use at most <paramref name="width"/> columns.</summary>
    public static void LimitHelp(RootCommand root, int width)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction action)
                help.Action = new HelpText(action) { MaxWidth = Math.Min(width, 110) };
        }
    }
}

/// <summary>Writes the version of this program (the library would write that of whichever program hosts it).</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Version version = typeof(VersionAction).Assembly.GetName().Version!;
        parseResult.InvocationConfiguration.Output.WriteLine($"rpcl {version.ToString(3)}");
        return ExitCode.Done;
    }
}

/// <summary>Lists all configuration keys; like --help, it works whatever else is on the command line.</summary>
internal sealed class HelpConfigAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option that calls it.</summary>
    public static Option<bool> CreateOption() => new("--help-config")
    {
        Description = "List all settings with their ranges and defaults.",
        Arity = ArgumentArity.Zero,
        Action = new HelpConfigAction(),
    };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ConfigListing.WriteHelp(parseResult.InvocationConfiguration.Output);
        return ExitCode.Done;
    }
}
