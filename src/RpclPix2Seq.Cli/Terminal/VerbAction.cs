using System.CommandLine;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>What a verb does.</summary>
/// <param name="options">The parsed command line.</param>
/// <param name="host">Its outputs and surroundings.</param>
/// <param name="cancel">Cancelled by Ctrl-C. Throw <see cref="OperationCanceledException"/>; whatever is worth keeping is saved before.</param>
/// <returns>An <see cref="ExitCode"/>.</returns>
internal delegate int VerbAction(ParseResult options, CliHost host, CancellationToken cancel);
