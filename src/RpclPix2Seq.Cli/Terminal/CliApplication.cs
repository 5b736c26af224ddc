using System.CommandLine;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Runs the command line: parses it, runs the verb, and turns every possible failure into one line on standard error and an exit code: 0
/// done, 1 failed, 2 wrong usage, 130 interrupted.
/// </summary>
internal static class CliApplication
{
    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,

        // A name may begin with @; there are no response files.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="host">The outputs and the environment.</param>
    /// <param name="createRoot">Creates the root command with all verbs.</param>
    /// <param name="cancellationToken">Interrupts, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        IReadOnlyList<string> arguments, CliHost host, Func<RootCommand> createRoot, CancellationToken cancellationToken = default)
    {
        int code = InvokeOrExplain(arguments, host, createRoot, cancellationToken);
        host.Out.Flush();
        if (MissingGlyphs.Take() is { } missing)
            host.Warn(missing);
        if (host.OutFailure is { } failure)
        {
            host.Fail($"standard output cannot be written: {failure}");
            code = code == ExitCode.Done ? ExitCode.Failed : code;
        }

        host.Error.Flush();
        return code;
    }

    private static int InvokeOrExplain(
        IReadOnlyList<string> arguments, CliHost host, Func<RootCommand> createRoot, CancellationToken cancellationToken)
    {
        try
        {
            return Invoke(arguments, host, createRoot(), cancellationToken);
        }
        catch (Exception e)
        {
            return Explain(e, host);
        }
    }

    private static int Invoke(IReadOnlyList<string> arguments, CliHost host, RootCommand root, CancellationToken cancellationToken)
    {
        CliRoot.LimitHelp(root, host.Width);
        ParseResult result = root.Parse(arguments.Count == 0 ? ["--help"] : arguments, Parser);
        bool answersAnyway = result.Action is { ClearsParseErrors: true };
        if (result.Errors.Count > 0 && !answersAnyway)
            throw new UsageException(UsageErrors.Compose(result));
        if (result.Action is not VerbInvocation verb)
            return result.Invoke(
                new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false });
        using Interruption interruption = new(cancellationToken);
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
        string hint = e is InputException or UsageException or DivergedException or CollectiveException
            ? ""
            : $" ({e.GetType().Name}); RPCL_DEBUG=1 shows the stack trace";
        host.Fail(e.Message + (host.Debug ? "" : hint));
        if (host.Debug)
            host.Error.WriteLine(thrown);
        return e is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }

    // An exception of a parallel loop or a task is identified by its inner exception.
    private static Exception Unwrap(Exception e) =>
        e is AggregateException { InnerExceptions.Count: > 0 } several ? Unwrap(several.InnerExceptions[0]) : e;
}

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It was not: bad input, a failed check, or an unforeseen error.</summary>
    public const int Failed = 1;

    /// <summary>The command line made no sense; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>The user pressed Ctrl-C, or the process was asked to end.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command line is wrong: reported in one line, exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Options of the original and of other programs, and what they are called here.</summary>
internal static class OtherNames
{
    private static readonly (string Name, string Here, string Value)[] All =
    [
        ("--data-dir", "--data", "FOLDER"), ("--dataset", "--data", "FOLDER"), ("--log-root", "--out", "FOLDER"),
        ("--output-dir", "--out", "FOLDER"), ("--out-dir", "--out", "FOLDER"), ("--resume-training", "--resume", "FOLDER"),
        ("--steps", "--num-steps", "N"), ("--max-steps", "--num-steps", "N"), ("--iterations", "--num-steps", "N"),
        ("--epochs", "--num-epochs", "N"), ("--lr", "--learning-rate", "NUMBER"),
        ("--batch", "--batch-size", "N"), ("--model-dir", "--out", "FOLDER"),
    ];

    /// <summary>What an option is called here; empty if it is unknown there too, or the verb has nothing of the kind.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        string typed = name.Replace('_', '-').ToLowerInvariant();
        (string Name, string Here, string Value) found = Array.Find(All, other => other.Name == typed);
        return found.Here is not null && known.Contains(found.Here) ? $"use {found.Here} {found.Value}" : "";
    }
}

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first error, the nearest names if a name is unknown, and where to find help.</summary>
    public static string Compose(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string help = $"({CliRoot.PathOf(command)} --help)";
        return result.UnmatchedTokens.Count > 0
            ? $"{Unmatched(command, result.UnmatchedTokens[0])} {help}"
            : command.Action is null && command.Subcommands.Count > 0
            ? $"{CliRoot.PathOf(command)} needs a verb: {string.Join(", ", Verbs(command))} {help}"
            : $"{Tidy(result.Errors[0].Message)} {help}";
    }

    private static string Unmatched(Command command, string token)
    {
        bool option = token.StartsWith('-');
        string name = option ? token.Split('=')[0] : token;
        IEnumerable<string> known = option ? OptionsOf(command) : Verbs(command);
        string hint = option ? OtherNames.Hint(name, [.. known]) : "";
        hint = hint.Length > 0 ? hint : NearestNames.Hint(name, known);
        string what = option ? "unknown option" : command.Subcommands.Count > 0 ? "unknown verb" : "unexpected argument";
        return $"{what} '{name}'{(hint.Length == 0 ? "" : $"; {hint}")}";
    }

    private static IEnumerable<string> Verbs(Command command) => command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Select(option => option.Name);

    private static string Tidy(string message)
    {
        string text = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        bool sentence = text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]);
        return sentence ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
