using System.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>How verbs say what they do.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets what <paramref name="command"/> does. Whatever needs the tensor library belongs behind a method that <paramref name="action"/> calls:
    /// it is then loaded when the verb runs, and never for --help.
    /// </summary>
    public static Command Runs(this Command command, VerbAction action)
    {
        command.Action = new VerbInvocation(action);
        return command;
    }

    /// <summary>
    /// As <see cref="Runs"/>, for a verb with a configuration: adds its options, gathers it from all sources, prints warnings, and either shows it
    /// (--print-config) or hands it to <paramref name="action"/>.
    /// </summary>
    public static Command RunsConfigured(this Command command, Func<ParseResult, ResolvedConfig, CliHost, CancellationToken, int> action)
    {
        ConfigOptions config = new();
        config.AddTo(command);
        return command.Runs((options, host, cancel) =>
        {
            ResolvedConfig resolved = config.Resolve(options, host);
            if (!config.IsPrintAsked(options))
                return action(options, resolved, host, cancel);
            ConfigListing.WriteValues(host, resolved, CommonOptions.IsSet(options, CommonOptions.JsonName));
            return ExitCode.Done;
        });
    }
}
