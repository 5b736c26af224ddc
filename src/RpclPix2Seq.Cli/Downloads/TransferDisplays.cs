using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Chooses how transfers are shown.</summary>
internal static class TransferDisplays
{
    /// <summary>Runs <paramref name="work"/> with bars on a terminal, with plain lines elsewhere.</summary>
    public static Task RunAsync(CliHost host, Func<ITransferDisplay, Task> work) =>
        host.ErrorIsTerminal && !host.Quiet && host.Variable("TERM") != "dumb"
            ? LiveTransferDisplay.RunAsync(host, work)
            : work(new PlainTransferDisplay(host));
}
