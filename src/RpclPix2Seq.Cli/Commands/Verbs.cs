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
    private static readonly (string Name, Func<Command> Create)[] All =
    [
        ("quickstart", QuickstartCommand.Create),
        ("studio", StudioCommand.Create),
        ("data", DataCommand.Create),
        ("train", TrainCommand.Create),
        ("sample", SampleCommand.Create),
        ("reconstruct", ReconstructCommand.Create),
        ("complete", CompleteCommand.Create),
        ("vary", VaryCommand.Create),
        ("interpolate", InterpolateCommand.Create),
        ("analogy", AnalogyCommand.Create),
        ("evaluate", EvaluateCommand.Create),
        ("encode", EncodeCommand.Create),
        ("components", ComponentsCommand.Create),
        ("map", MapCommand.Create),
        ("history", HistoryCommand.Create),
        ("report", ReportCommand.Create),
        ("runs", RunsCommand.Create),
        ("info", InfoCommand.Create),
        ("tree", TreeCommand.Create),
        ("import", ImportCommand.Create),
        ("export", ExportCommand.Create),
        ("verify", VerifyCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("help", HelpCommand.Create),
    ];

    /// <summary>The root command with every verb.</summary>
    public static RootCommand CreateRoot() => CreateRoot([]);

    /// <summary>
    /// The root command for a command line: with the verb that it begins with, or else with every verb, because it takes time to make them
    /// all.
    /// </summary>
    public static RootCommand CreateRoot(IReadOnlyList<string> arguments)
    {
        (string Name, Func<Command> Create)[] asked = [.. All.Where(verb => arguments.Count > 0 && verb.Name == arguments[0])];
        return CliRoot.Create([.. (asked is [{ Name: not "help" }] ? asked : All).Select(verb => verb.Create())]);
    }
}
