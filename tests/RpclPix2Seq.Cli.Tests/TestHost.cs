using System.CommandLine;
using System.Text;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests;

/// <summary>A command line run inside the test, with writers instead of a terminal and a clock that stands still.</summary>
internal sealed class TestHost
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public TestHost() => Host = new CliHost { Out = WriterTo(_out), Error = WriterTo(_error), Time = Time };

    public TestTime Time { get; } = new();

    public CliHost Host { get; set; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>Runs a command line; returns the exit code.</summary>
    public int Run(IReadOnlyList<string> arguments, params IReadOnlyList<Command> verbs) =>
        CliApplication.Run(arguments, Host, () => CliRoot.Create(verbs), TestContext.Current.CancellationToken);

    private static StringWriter WriterTo(StringBuilder text) => new(text) { NewLine = "\n" };
}
