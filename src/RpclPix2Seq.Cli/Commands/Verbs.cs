using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Commands.Evaluate;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>All verbs.</summary>
internal static class Verbs
{
    // In the order in which help lists them.
    private static readonly Verb[] All =
    [
        new("quickstart", "Train on built-in sketches for minutes and write an HTML report.", QuickstartCommand.Create),
        new("studio", "Draw with a model on a web page that this machine serves.", StudioCommand.Create),
        new("data", "Prepare and inspect data files.", DataCommand.Create),
        new("train", "Train a model. Under mpirun or srun, the processes share the work of every batch (docs/scale.md).",
            TrainCommand.Create),
        new("sample", "Draw sketches: new ones from the mixture, or redrawings of given ones.", SampleCommand.Create),
        new("reconstruct", "Redraw test sketches, and measure how well; or redraw pictures.", ReconstructCommand.Create),
        new("complete", "Complete the beginnings of sketches.", CompleteCommand.Create),
        new("vary", "Draw variations of a sketch or picture.", VaryCommand.Create),
        new("interpolate", "Draw what lies between sketches and pictures.", InterpolateCommand.Create),
        new("analogy", "Draw what is to C as B is to A.", AnalogyCommand.Create),
        new("evaluate", "Measure a model: recognition, retrieval, healing, distributions.", EvaluateCommand.Create),
        new("encode", "Write the latent codes of pictures and sketches.", EncodeCommand.Create),
        new("components", "Show what each component of the mixture stands for.", ComponentsCommand.Create),
        new("map", "Map drawings by their codes.", MapCommand.Create),
        new("history", "Show how the components developed during training.", HistoryCommand.Create),
        new("report", "Show the curves and components of a training run.", ReportCommand.Create),
        new("runs", "List training runs with their losses.", RunsCommand.Create),
        new("info", "Say what a folder or file is, and what to do with it next.", InfoCommand.Create),
        new("tree", "Show the latent hierarchy of a model as a tree of sketches.", TreeCommand.Create),
        new("import", "Import a model from another program.", ImportCommand.Create),
        new("export", "Export a model to share it or to use it in other programs.", ExportCommand.Create),
        new("verify", "Compare this program with the original, number by number, or check that a run can be reproduced.",
            VerifyCommand.Create),
        new("doctor", "Show what was found on this machine and what is missing.", DoctorCommand.Create),
        new("help", "Show the help of a verb; the manual page; completion for shells.", HelpCommand.Create),
    ];

    /// <summary>The root command with every verb.</summary>
    public static RootCommand CreateRoot() => CliRoot.Create(Array.ConvertAll(All, verb => verb.Make()));

    /// <summary>
    /// The root command for a command line. It takes time to make verbs: only the one that the line begins with is made, or every verb if
    /// another may be meant. Where only their names can matter, they have a description and nothing else.
    /// </summary>
    public static RootCommand CreateRoot(IReadOnlyList<string> arguments)
    {
        string first = arguments.Count > 0 ? arguments[0] : "";
        if (first != HelpCommand.Name && Array.Find(All, verb => verb.Name == first) is { } asked)
            return CliRoot.Create(asked.Make());
        bool named = arguments.Count < 2;
        return CliRoot.Create(Array.ConvertAll(All, verb => named && verb.Name != first ? verb.Outline() : verb.Make()));
    }

    private sealed record Verb(string Name, string Description, Func<Command> Create)
    {
        public Command Make()
        {
            Command made = Create();
            made.Description = Description;
            return made;
        }

        public Command Outline() => new(Name, Description);
    }
}
