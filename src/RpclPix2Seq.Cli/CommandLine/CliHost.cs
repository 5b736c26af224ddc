using System.Collections;
using System.Text;

namespace RpclPix2Seq.Cli.CommandLine;

/// <summary>
/// What a verb may touch of the process around it. Data goes to <see cref="Out"/>, text for people to <see cref="Error"/>.
/// </summary>
internal sealed record CliHost
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
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
    public int Width { get; init; } = 100;

    /// <summary>Whether progress and remarks are left out (warnings and errors are not).</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether colour may be used on a terminal: not if NO_COLOR is set (https://no-color.org) or the terminal is dumb.</summary>
    public bool Color => Variable("NO_COLOR").Length == 0 && Variable("TERM") != "dumb";

    /// <summary>Whether stack traces are shown.</summary>
    public bool Debug => Variable("RPCL_DEBUG") is not ("" or "0");

    /// <summary>The host of this process.</summary>
    public static CliHost ForProcess() => new()
    {
        Out = Writer(Console.OpenStandardOutput(), Console.IsOutputRedirected),
        Error = Writer(Console.OpenStandardError(), redirected: false),
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected && Console.IsErrorRedirected ? 100 : Math.Max(Console.WindowWidth, 40),
    };

    /// <summary>The value of an environment variable, or an empty text.</summary>
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

    // Not Console.Out: what is written to a pipe or file is buffered, and the console's own start-up is saved.
    private static StreamWriter Writer(Stream stream, bool redirected) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 14) { AutoFlush = !redirected };
}
