using System.CommandLine;
using System.CommandLine.Invocation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Ties a verb's action to its command. <see cref="CliApplication"/> runs it, with the host that the library knows nothing of.</summary>
internal sealed class VerbInvocation(VerbAction action) : SynchronousCommandLineAction
{
    /// <summary>Runs the verb, quietly if the command has --quiet and it is given.</summary>
    public int Run(ParseResult options, CliHost host, CancellationToken cancel) =>
        action(options, CommonOptions.IsSet(options, CommonOptions.QuietName) ? host with { Quiet = true } : host, cancel);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult) => throw new InvalidOperationException("verbs are run by CliApplication");
}
