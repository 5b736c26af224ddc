using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify</c>: checks this program against the original, and runs against a repetition of their own steps.</summary>
internal static class VerifyCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create() =>
        new("verify", "Compare this program with the original, number by number, or check that a run can be reproduced.")
        {
            VerifyParityCommand.Create(), VerifyRunCommand.Create(),
        };
}
