namespace RpclPix2Seq.Cli.Downloads;

/// <summary>An attempt to fetch a file ended too early or went astray; another may do better.</summary>
/// <param name="reason">What happened, to be read by people after the file's name.</param>
/// <param name="inner">What revealed it.</param>
internal sealed class TransferInterruptedException(string reason, Exception? inner = null) : Exception(reason, inner);
