using System.CommandLine;
using System.CommandLine.Invocation;

namespace RpclPix2Seq.Cli.Terminal;

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
