using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl runs</c>: all training runs below a folder, as a table.</summary>
internal static class RunsCommand
{
    // Runs lie in a folder of their own, in one for each experiment, or in those of an ablation, at ROW/seed-N/run.
    private const int Levels = 6;
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("FOLDER")
        {
            Description = "Where to look, with the folders below it.",
            DefaultValueFactory = _ => "out",
        };
        Command command = new("runs") { folder, CommonOptions.Json(), CommonOptions.Quiet() };
        return command.Runs((options, host, _) =>
            Run(options.GetRequiredValue(folder), CommonOptions.WantsJson(options), host));
    }

    private static int Run(string folder, bool json, CliHost host)
    {
        if (!Directory.Exists(folder))
            throw new InputException(folder, "", "a folder with training runs", File.Exists(folder) ? "a file" : "nothing",
                "rpcl train makes runs");
        List<RunSummary> runs = [];
        foreach (string path in Runs(folder, Levels))
        {
            try
            {
                runs.Add(RunSummary.Read(path));
            }
            catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
            {
                host.Warn($"left out: {e.Message}");
            }
        }

        if (runs.Count == 0)
            throw new InputException(folder, "", "a training run", "none there", "rpcl train --data DATA makes one");
        if (json)
            host.Out.Write(RecordJson.Render(runs.Select(Record)));
        else
            Table(runs, folder).Write(host);
        return ExitCode.Done;
    }

    private static IEnumerable<string> Runs(string folder, int levels)
    {
        if (RunSummary.IsAt(folder))
            return [folder];
        return levels == 0 ? [] : Directory.EnumerateDirectories(folder, "*", Readable).Order(StringComparer.Ordinal)
            .SelectMany(each => Runs(each, levels - 1));
    }

    private static ReportTable Table(List<RunSummary> runs, string folder)
    {
        ReportTable table = new(
            new Column("run"), new Column("state"), new Column("steps", IsRight: true), new Column("epochs", IsRight: true),
            new Column("valid", IsRight: true), new Column("test", IsRight: true), new Column("alive", IsRight: true),
            new Column("decoder"));
        foreach (RunSummary run in runs)
        {
            string name = Path.GetRelativePath(folder, run.Run.Path);
            table.Add(
                name == "." ? folder : name, run.State, $"{run.Step}", $"{run.Epoch:F1}",
                run.BestValidation is { } best ? $"{best.SequenceLoss:F2}" : "", run.Test is { } test ? $"{test.SequenceLoss:F2}" : "",
                $"{run.Components}", Decoder(run));
        }

        return table;
    }

    private static string Decoder(RunSummary run) =>
        $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Config.DecModel.ToString())} {run.Config.DecRnnSize}";

    private static object Record(RunSummary run) => new
    {
        run = run.Run.Path,
        state = run.State,
        step = run.Step,
        epoch = run.Epoch,
        best_valid_sequence_loss = run.BestValidation?.SequenceLoss,
        best_step = run.BestValidation?.Step,
        test_sequence_loss = run.Test?.SequenceLoss,
        components_alive = run.Components,
        decoder = Decoder(run),
        categories = run.Config.Categories,
        data = run.Data?.Path,
    };
}
