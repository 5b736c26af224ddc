namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The command line is wrong: said in one line, exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
