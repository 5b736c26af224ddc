using System.CommandLine;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Runs the command line: parses it, runs the verb, and turns every way in which that can go wrong into one line on standard error and an exit
/// code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
/// </summary>
internal static class CliApplication
{
    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,

        // A name may begin with @; there are no files of arguments.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="host">Outputs and surroundings.</param>
    /// <param name="createRoot">Makes the root command with all verbs.</param>
    /// <param name="cancel">Interrupts, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, CliHost host, Func<RootCommand> createRoot, CancellationToken cancel = default)
    {
        int code = InvokeOrExplain(arguments, host, createRoot, cancel);
        host.Out.Flush();
        if (host.OutFailure is { } failure)
        {
            host.Fail($"standard output cannot be written: {failure}");
            code = code == ExitCode.Done ? ExitCode.Failed : code;
        }

        host.Error.Flush();
        return code;
    }

    private static int InvokeOrExplain(IReadOnlyList<string> arguments, CliHost host, Func<RootCommand> createRoot, CancellationToken cancel)
    {
        try
        {
            return Invoke(arguments, host, createRoot(), cancel);
        }
        catch (Exception e)
        {
            return Explain(e, host);
        }
    }

    private static int Invoke(IReadOnlyList<string> arguments, CliHost host, RootCommand root, CancellationToken cancel)
    {
        CliRoot.LimitHelp(root, host.Width);
        ParseResult result = root.Parse(arguments.Count == 0 ? ["--help"] : arguments, Parser);
        bool answersAnyway = result.Action is { ClearsParseErrors: true };
        if (result.Errors.Count > 0 && !answersAnyway)
            throw new UsageException(UsageErrors.Compose(result));
        if (result.Action is not VerbInvocation verb)
            return result.Invoke(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false });
        using Interruption interruption = new(cancel);
        try
        {
            return verb.Run(result, host, interruption.Token);
        }
        catch (Exception e) when (interruption.Token.IsCancellationRequested && Unwrap(e) is OperationCanceledException)
        {
            host.Error.WriteLine("rpcl: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static int Explain(Exception thrown, CliHost host)
    {
        Exception e = Unwrap(thrown);
        string hint = e is InputException or UsageException or DivergedException ? "" : $" ({e.GetType().Name}); RPCL_DEBUG=1 shows the stack trace";
        host.Fail(e.Message + (host.Debug ? "" : hint));
        if (host.Debug)
            host.Error.WriteLine(thrown);
        return e is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }

    // What a parallel loop or a task throws is known by what is inside.
    private static Exception Unwrap(Exception e) =>
        e is AggregateException { InnerExceptions.Count: > 0 } several ? Unwrap(several.InnerExceptions[0]) : e;
}
