using System.CommandLine;
using System.CommandLine.Invocation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Lists all configuration keys; like --help it answers whatever else stands on the command line.</summary>
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
