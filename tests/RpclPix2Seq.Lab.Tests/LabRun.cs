using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Cli.Tests;

namespace RpclPix2Seq.Lab.Tests;

/// <summary>The laboratory, run on one command line inside the test: its exit code and output.</summary>
internal sealed record LabRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static LabRun Of(params IReadOnlyList<string> arguments)
    {
        TestHost test = new();
        int code = CliApplication.Run(arguments, test.Host, Trials.CreateRoot, TestContext.Current.CancellationToken);
        return new LabRun(code, test.Out, test.Error);
    }

    /// <summary>Runs a command line that must succeed.</summary>
    public static LabRun Do(params IReadOnlyList<string> arguments)
    {
        LabRun run = Of(arguments);
        Assert.True(run.Code == ExitCode.Done, $"exit code {run.Code}: {run.Error}");
        return run;
    }

    /// <summary>Runs a command line that must be refused in one line; returns that line without its prefix.</summary>
    public static string Refuse(int code, params IReadOnlyList<string> arguments)
    {
        LabRun run = Of(arguments);
        Assert.True(run.Code == code, $"exit code {run.Code} instead of {code}: {run.Error}");
        return Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))["rpcl: error: ".Length..];
    }
}
