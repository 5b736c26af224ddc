using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify</c>: measures this program against the original, and its runs against themselves.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        new("verify", "Compare this program with the original, number by number, and a run with itself.")
        {
            VerifyParityCommand.Create(), VerifyRunCommand.Create(),
        };
}
