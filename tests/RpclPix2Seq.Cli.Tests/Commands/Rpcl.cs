using RpclPix2Seq.Cli.Commands;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>The whole program, run on one command line inside the test: its exit code and output.</summary>
internal sealed record Rpcl(int Code, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static Rpcl Run(params IEnumerable<string> arguments) => RunUntilSaid("", arguments);

    /// <summary>
    /// Runs a command line and interrupts it, as Ctrl-C would, as soon as it writes a human-readable line with <paramref name="text"/>.
    /// </summary>
    public static Rpcl RunUntilSaid(string text, params IEnumerable<string> arguments)
    {
        using CancellationTokenSource source = new();
        using ListeningWriter error = new(line =>
        {
            if (text.Length > 0 && line.Contains(text, StringComparison.Ordinal))
                source.Cancel();
        });
        TestHost test = new();
        string[] line = [.. arguments];
        int code = CliApplication.Run(line, test.Host with { Error = error }, () => Verbs.CreateRoot(line), source.Token);
        return new Rpcl(code, test.Out, error.ToString());
    }

    /// <summary>Runs a command line that must succeed.</summary>
    public static Rpcl Do(params IEnumerable<string> arguments)
    {
        Rpcl run = Run(arguments);
        Assert.True(run.Code == ExitCode.Done, $"exit code {run.Code}: {run.Error}");
        return run;
    }

    /// <summary>Runs a command line that must be refused in one clear line; returns that line without its prefix.</summary>
    public static string Refuse(int code, params IEnumerable<string> arguments)
    {
        const string begin = "rpcl: error: ";
        Rpcl run = Run(arguments);
        Assert.True(run.Code == code, $"exit code {run.Code} instead of {code}: {run.Error}");
        Assert.Empty(run.Out);
        Assert.StartsWith(begin, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", run.Error, StringComparison.Ordinal);
        string line = run.Error[begin.Length..^1];
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\r', line);
        Assert.DoesNotContain("RPCL_DEBUG", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }

    private sealed class ListeningWriter : StringWriter
    {
        private readonly Action<string> _heard;

        public ListeningWriter(Action<string> heard)
        {
            _heard = heard;
            NewLine = "\n";
        }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _heard(value ?? "");
        }
    }
}
