using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Lab.Completion;
using RpclPix2Seq.Lab.Latent;
using RpclPix2Seq.Lab.Leaks;
using RpclPix2Seq.Lab.Onnx;
using RpclPix2Seq.Lab.Raster;
using RpclPix2Seq.Lab.Retrieval;
using RpclPix2Seq.Lab.Styles;

namespace RpclPix2Seq.Lab;

/// <summary>All trials of the laboratory.</summary>
internal static class Trials
{
    /// <summary>The root command with every trial.</summary>
    public static RootCommand CreateRoot()
    {
        RootCommand root = CliRoot.Create(
            RasterCommand.Create(), LatentCommand.Create(), StylesCommand.Create(), RetrievalCommand.Create(), LeaksCommand.Create(),
            CompletionCommand.Create(), OnnxCommand.Create());
        root.HelpName = "lab/run";
        root.Description = "Tries the program against the original, against known answers, and against peers.";
        return root;
    }
}
