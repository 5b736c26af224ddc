using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify</c>: measures this program against the truth that the original computed, its latent learner against the known and against others, and its runs against themselves.</summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        new("verify", "Compare this program with the original, number by number, its learner with others, and its runs with themselves.")
        {
            VerifyParityCommand.Create(), VerifyRasterCommand.Create(), VerifyLatentCommand.Create(), VerifyStylesCommand.Create(), VerifyRetrievalCommand.Create(),
            VerifyRunCommand.Create(), VerifyLeaksCommand.Create(),
        };
}
