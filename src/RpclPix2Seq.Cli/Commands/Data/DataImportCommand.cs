using System.CommandLine;
using System.Text;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;

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
        {
            ImportOptions chosen = importing.Read(options);
            return Ranks.Share(
                host,
                (ranks, here) => Run(
                    options.GetRequiredValue(sources), options.GetRequiredValue(output), chosen, options.GetValue(json), ranks, here,
                    cancellationToken),
                cancellationToken);
        });
    }

    private static int Run(
        string[] sources, string output, ImportOptions options, bool json, ICollective ranks, CliHost host,
        CancellationToken cancellationToken)
    {
        ImportParts? parts = null;
        if (ranks.Size > 1)
        {
            parts = Prepare(sources, output, options, ranks, host, cancellationToken);
            if (ranks.Rank > 0)
                return ExitCode.Done;
        }

        ImportReport report;
        using (ProgressReport progress = new(host, "import", "drawings", null))
        {
            DatasetImporter importer = new(options)
            {
                Parts = parts,
                Progress = now => progress.Report(now.Drawings, Path.GetFileName(now.File)),
                Finish = (made, pathFor) => ImportPage.Write(pathFor(ImportPage.FileName), made, sources),
            };
            report = importer.Import(sources, output, cancellationToken);
            progress.Report(report.Drawings);
        }

        parts?.Delete();
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

    /// <summary>Prepares the sources in parts, which the ranks share, beside the dataset; parts of a job that was stopped are found.</summary>
    private static ImportParts Prepare(
        string[] sources, string output, ImportOptions options, ICollective ranks, CliHost host, CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(output);
        ImportParts parts = new(sources, OutputFolder.PartsOf(output), options);
        ranks.RequireSame("sources", $"{parts}");
        using (ProgressReport progress = new(host, "prepare", "drawings", null))
        {
            long met = 0;
            for (int part = 0; part < parts.Count; part++)
            {
                if (!ranks.Has(part))
                    continue;
                long now = 0;
                parts.Make(part, made => progress.Report(met + (now = made.Drawings), Path.GetFileName(made.File)), cancellationToken);
                met += now;
            }

            progress.Report(met);
        }

        ranks.Meet();
        return parts;
    }
}
