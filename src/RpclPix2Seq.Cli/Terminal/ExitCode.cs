namespace RpclPix2Seq.Cli.Terminal;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It was not: bad input, a failed check, or an unforeseen error.</summary>
    public const int Failed = 1;

    /// <summary>The command line made no sense; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>The user pressed Ctrl-C, or the process was asked to end.</summary>
    public const int Interrupted = 130;
}
