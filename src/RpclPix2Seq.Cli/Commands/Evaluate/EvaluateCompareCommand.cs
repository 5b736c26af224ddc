using System.CommandLine;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Evaluate;

/// <summary><c>rpcl evaluate compare</c>: several evaluations side by side.</summary>
internal static class EvaluateCompareCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> runs = new("RUN")
        {
            Description = "Folders that rpcl evaluate --out made, or their report.json.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> output = new("--out") { Description = "New folder for compare.html and compare.md.", HelpName = "FOLDER" };
        Command command = new("compare", "Show several evaluations side by side.")
        {
            runs, output, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, _) => Run(
            options.GetRequiredValue(runs), options.GetValue(output), CommonOptions.WantsJson(options), host));
    }

    private static int Run(string[] paths, string? output, bool json, CliHost host)
    {
        if (output is not null)
            OutputFolder.RequireNew(output);
        EvaluationComparison comparison = EvaluationComparison.Of(
            [.. paths.Select(path => (NameOf(path), EvaluationReportFile.Read(path)))]);
        if (output is not null)
        {
            OutputFolder.Write(output, folder =>
            {
                AtomicFile.WriteAllText(Path.Combine(folder, "compare.md"), comparison.Markdown());
                ComparisonPage.Write(Path.Combine(folder, "compare.html"), comparison);
            });
        }

        foreach (string remark in comparison.Remarks)
            host.Say(remark);
        if (json)
        {
            host.Out.Write(RecordJson.Render(
                comparison.Columns.Select((name, i) => new
                {
                    Run = name,
                    Figures = comparison.Rows.Where(row => row.Figures[i] is not null)
                        .ToDictionary(row => row.Key, row => new { row.Figures[i]!.Value, row.Figures[i]!.Interval }),
                })));
            return ExitCode.Done;
        }

        ReportTable table = new([new Column("measure"), .. comparison.Columns.Select(name => new Column(name, IsRight: true))]);
        foreach (ComparisonRow row in comparison.Rows)
            table.Add([row.Title, .. row.Cells]);
        table.Write(host);
        return ExitCode.Done;
    }

    /// <summary>The name of the folder.</summary>
    private static string NameOf(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.GetFileName(Path.GetFileName(full) == EvaluationReportFile.Name ? Path.GetDirectoryName(full) : full) ?? path;
    }
}
