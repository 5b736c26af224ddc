using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Commands.Evaluate;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>All verbs.</summary>
internal static class Verbs
{
    /// <summary>The root command with every verb, in the order in which help lists them.</summary>
    public static RootCommand CreateRoot() => CliRoot.Create(
        QuickstartCommand.Create(),
        StudioCommand.Create(),
        DataCommand.Create(),
        TrainCommand.Create(),
        SampleCommand.Create(),
        ReconstructCommand.Create(),
        CompleteCommand.Create(),
        VaryCommand.Create(),
        InterpolateCommand.Create(),
        AnalogyCommand.Create(),
        EvaluateCommand.Create(),
        EncodeCommand.Create(),
        ComponentsCommand.Create(),
        MapCommand.Create(),
        HistoryCommand.Create(),
        ReportCommand.Create(),
        RunsCommand.Create(),
        InfoCommand.Create(),
        TreeCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        VerifyCommand.Create(),
        DoctorCommand.Create(),
        HelpCommand.Create());
}
