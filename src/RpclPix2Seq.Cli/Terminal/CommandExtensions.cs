using System.CommandLine;
using System.CommandLine.Invocation;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Attaches actions to the commands of verbs.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets what <paramref name="command"/> does. Code that needs the tensor library belongs in a method that <paramref name="action"/>
    /// calls: the library is then loaded when the verb runs, and never for --help.
    /// </summary>
    public static Command Runs(this Command command, VerbAction action)
    {
        command.Action = new VerbInvocation(action);
        return command;
    }

    /// <summary>
    /// As <see cref="Runs"/>, for a verb with a configuration: adds its options, gathers it from all sources, prints warnings, and either
    /// shows it (--print-config) or hands it to <paramref name="action"/>. <paramref name="completed"/> puts other values below those that
    /// are set, and checks them; without it, they are checked as they are. <paramref name="machine"/> says where and with what to compute.
    /// </summary>
    public static Command RunsConfigured(
        this Command command, Func<ParseResult, ResolvedConfig, CliHost, CancellationToken, int> action,
        Func<ParseResult, ResolvedConfig, ResolvedConfig>? completed = null, MachineOptions? machine = null)
    {
        ConfigOptions config = new(machine);
        config.AddTo(command);
        return command.Runs((options, host, cancellationToken) =>
        {
            ResolvedConfig gathered = config.Gather(options, host);
            ResolvedConfig resolved = completed?.Invoke(options, gathered) ?? ConfigOptions.Checked(gathered);
            if (!config.IsPrintAsked(options))
                return action(options, resolved, host, cancellationToken);
            ConfigListing.WriteValues(host, resolved, CommonOptions.WantsJson(options));
            return ExitCode.Done;
        });
    }
}

/// <summary>Options that mean the same in every verb that has them.</summary>
internal static class CommonOptions
{
    /// <summary>The name of <see cref="Json"/>.</summary>
    public const string JsonName = "--json";

    /// <summary>The name of <see cref="Quiet"/>.</summary>
    public const string QuietName = "--quiet";

    /// <summary>Results as JSON on standard output.</summary>
    public static Option<bool> Json() => new(JsonName) { Description = "Write results as JSON." };

    /// <summary>Whether the command has <see cref="Json"/> and it is given.</summary>
    public static bool WantsJson(ParseResult options) => IsSet(options, JsonName);

    /// <summary>No progress and no remarks.</summary>
    public static Option<bool> Quiet() => new(QuietName) { Description = "Suppress progress and remarks." };

    /// <summary>Whether an option is given, rather than left at its default.</summary>
    public static bool IsGiven(ParseResult options, Option option) => options.GetResult(option) is { Implicit: false };

    /// <summary>Whether the command has a switch of that name and it is given.</summary>
    public static bool IsSet(ParseResult options, string name) =>
        options.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is Option<bool> found
            && options.GetValue(found);
}

/// <summary>
/// Binds a verb's action to its command. <see cref="CliApplication"/> runs it, with the host, which the command-line library does not know.
/// </summary>
internal sealed class VerbInvocation(VerbAction action) : SynchronousCommandLineAction
{
    /// <summary>Runs the verb, quietly if the command has --quiet and it is given.</summary>
    public int Run(ParseResult options, CliHost host, CancellationToken cancellationToken) =>
        action(options, CommonOptions.IsSet(options, CommonOptions.QuietName) ? host with { Quiet = true } : host, cancellationToken);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult) => throw new InvalidOperationException("verbs are run by CliApplication");
}

/// <summary>What a verb does.</summary>
/// <param name="options">The parsed command line.</param>
/// <param name="host">Its outputs and its environment.</param>
/// <param name="cancellationToken">Canceled by Ctrl-C. Save whatever is worth keeping, then throw
/// <see cref="OperationCanceledException"/>.</param>
/// <returns>An <see cref="ExitCode"/>.</returns>
internal delegate int VerbAction(ParseResult options, CliHost host, CancellationToken cancellationToken);
