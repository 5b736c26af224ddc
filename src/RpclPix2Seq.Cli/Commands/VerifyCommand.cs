using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify</c>: checks this program against the original, and runs against a repetition of their own steps.</summary>
internal static class VerifyCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create() =>
        new("verify")
        {
            VerifyParityCommand.Create(), VerifyRunCommand.Create(),
        };
}
