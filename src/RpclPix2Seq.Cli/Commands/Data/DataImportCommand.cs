using System.CommandLine;
using System.Text;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Importing;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data import</c>: creates a dataset from drawing files in any supported format.</summary>
internal static class DataImportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("SOURCE")
        {
            Description = "Files, folders with all below them, and quoted patterns such as 'drawings/**/*.svg'; each may be gzip.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> output = new("--out") { Description = "New folder for the dataset.", HelpName = "DATA", Required = true };
        ImportingOptions importing = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("import", "Make a dataset from drawings in any format.") { sources, output };
        importing.AddTo(command);
        command.Add(json);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
            Run(
                options.GetRequiredValue(sources), options.GetRequiredValue(output), importing.Read(options), options.GetValue(json), host,
                cancellationToken));
    }

    private static int Run(
        string[] sources, string output, ImportOptions options, bool json, CliHost host, CancellationToken cancellationToken)
    {
        ImportReport report;
        using (ProgressReport progress = new(host, "import", "drawings", null))
        {
            DatasetImporter importer = new(options)
            {
                Progress = now => progress.Report(now.Drawings, Path.GetFileName(now.File)),
                Finish = (made, pathFor) => ImportPage.Write(pathFor(ImportPage.FileName), made, sources),
            };
            report = importer.Import(sources, output, cancellationToken);
            progress.Report(report.Drawings);
        }

        ImportSummary.Write(report, host);
        if (json)
        {
            using MemoryStream stream = new();
            ImportReportJson.Write(report, stream);
            host.Out.Write(Encoding.UTF8.GetString(stream.ToArray()));
        }
        else
        {
            host.Out.WriteLine(output);
        }

        host.Say($"the report is in {Path.Combine(output, ImportPage.FileName)}");
        host.Say($"next: rpcl data view {output}; rpcl train --data {output}");
        return ExitCode.Done;
    }
}
