using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify</c>: measures this program against the truth that the original computed, and its latent learner against the known and against others.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        new("verify", "Compare this program with the original, number by number, and its learner with others.")
        {
            VerifyParityCommand.Create(), VerifyRasterCommand.Create(), VerifyLatentCommand.Create(), VerifyStylesCommand.Create(), VerifyRetrievalCommand.Create(),
        };
}
