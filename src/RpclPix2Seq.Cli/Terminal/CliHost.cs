using System.Collections;
using System.ComponentModel;
using RpclPix2Seq.Collectives;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// The parts of the surrounding process that a verb may use. Data goes to <see cref="Out"/>, messages for humans to <see cref="Error"/>.
/// </summary>
internal sealed record CliHost
{
    private const int DefaultWidth = 100, LeastWidth = 40;

    /// <summary>Standard output. If it cannot be written, the verb continues; see <see cref="OutFailure"/>.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error, which gets only remarks: nothing stops if it cannot be written.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Whether progress and remarks are suppressed (warnings and errors are not).</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether color may be used on a terminal: not if NO_COLOR is set (https://no-color.org) or the terminal is dumb.</summary>
    public bool Color => Variable("NO_COLOR").Length == 0 && Variable("TERM") != "dumb";

    /// <summary>Whether stack traces are shown.</summary>
    public bool Debug => Variable("RPCL_DEBUG") is not ("" or "0");

    /// <summary>The host of this process.</summary>
    public static CliHost ForProcess()
    {
        Dictionary<string, string> environment = [];
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            environment.Add((string)entry.Key, (string?)entry.Value ?? "");

        // Launchers give every rank a terminal, and pass on what .NET writes to set one up.
        bool isLaunched = Launcher.Detect(environment) is not null;
        return new CliHost
        {
            Out = ConsoleWriter.Open(1, buffered: Console.IsOutputRedirected, isLaunched),
            Error = ConsoleWriter.Open(2, buffered: false, isLaunched),
            Environment = environment,
            OutIsTerminal = !isLaunched && !Console.IsOutputRedirected,
            ErrorIsTerminal = !isLaunched && !Console.IsErrorRedirected,
            Width = isLaunched || (Console.IsOutputRedirected && Console.IsErrorRedirected) ? DefaultWidth : TerminalWidth(),
        };
    }

    /// <summary>
    /// Why something could not be written to standard output; null if everything was, or if the reader is gone: the other end of a pipe, or
    /// the terminal.
    /// </summary>
    public string? OutFailure => OutIsTerminal ? null : (Out as ConsoleWriter)?.Failure;

    /// <summary>The value of an environment variable, or an empty string.</summary>
    public string Variable(string name) => Environment.GetValueOrDefault(name, "");

    /// <summary>A remark for the user, unless quiet.</summary>
    public void Say(string text)
    {
        if (!Quiet)
            Error.WriteLine(text);
    }

    /// <summary>A warning, in one line.</summary>
    public void Warn(string text) => Error.WriteLine($"rpcl: warning: {text.ReplaceLineEndings(" ")}");

    /// <summary>An error, in one line.</summary>
    public void Fail(string text) => Error.WriteLine($"rpcl: error: {text.ReplaceLineEndings(" ")}");

    private static int TerminalWidth()
    {
        try
        {
            return Math.Max(Console.WindowWidth, LeastWidth);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return DefaultWidth; // a terminal that is just closing
        }
    }
}
