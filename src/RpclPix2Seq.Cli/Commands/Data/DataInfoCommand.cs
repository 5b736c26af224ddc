using System.CommandLine;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data info</c>: shows the contents of datasets and drawing files.</summary>
internal static class DataInfoCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> data = new("DATA")
        {
            Description = "Dataset folders, whose counts are stored, and files, folders and patterns of drawings, which have to be read.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> check = new("--check") { Description = "Read all of a dataset and verify every checksum." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("info", "Count what is in datasets and files of drawings.") { data, check, json, CommonOptions.Quiet() };
        return command.Runs((options, host, cancellationToken) =>
            Run(options.GetRequiredValue(data), options.GetValue(check), options.GetValue(json), host, cancellationToken));
    }

    /// <summary>Counts what is in datasets and files of drawings.</summary>
    public static int Run(string[] sources, bool check, bool json, CliHost host, CancellationToken cancellationToken)
    {
        List<SplitSummary> summaries = [];
        List<DatasetManifest> datasets = [];
        bool isRead = true;
        foreach (string source in sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DatasetFolder.IsAt(source))
                datasets.Add(AddDataset(summaries, source, check, host, cancellationToken));
            else
                isRead &= AddFiles(summaries, source, host, cancellationToken);
        }

        int code = isRead ? ExitCode.Done : ExitCode.Failed;
        if (json)
        {
            SplitSummary.WriteJson(host.Out, summaries);
            return code;
        }

        SplitSummary.WriteTable(host, summaries);
        if (datasets.Count == 1 && sources.Length == 1)
            Describe(datasets[0], host);
        return code;
    }

    private static DatasetManifest AddDataset(
        List<SplitSummary> summaries, string source, bool check, CliHost host, CancellationToken cancellationToken)
    {
        using DatasetFolder dataset = DatasetFolder.Open(source);
        DatasetManifest manifest = dataset.Manifest;
        (IReadOnlyList<ImportDrop> drawings, IReadOnlyList<ImportDrop> files) = ImportReportJson.ReadDrops(source);
        int before = summaries.Count;
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            if (check)
                dataset.Verify(split, cancellationToken);
            SplitStatistics found = manifest[split].Statistics;
            Dictionary<string, int> categories = new(StringComparer.Ordinal);
            for (int i = 0; i < found.SketchesPerCategory.Count; i++)
                categories.Add(manifest.Description.Categories[i], found.SketchesPerCategory[i]);
            summaries.Add(new SplitSummary
            {
                File = source,
                Split = DatasetManifest.NameOf(split),
                Sketches = found.Sketches,
                Points = found.Points,
                Strokes = found.Strokes,
                Longest = found.Longest,
                Categories = categories,
                Format = "dataset",
                Container = manifest[split],
                FirstRow = manifest.Description.FirstRow,
                LeftOut = [.. drawings, .. files],
                IsChecked = check,
            });
        }

        ImportSummary.Write(drawings, $"{source}: left out by the import", host);
        ImportSummary.Write(files, $"{source}: files left out by the import", host);
        SayEmpty(source, summaries[before..], host);
        if (check)
            host.Say($"{source}: all checksums hold");
        return manifest;
    }

    /// <summary>Adds what files have; false if they have drawings, of which none can be read.</summary>
    private static bool AddFiles(List<SplitSummary> summaries, string source, CliHost host, CancellationToken cancellationToken)
    {
        DrawingCounts counts = DrawingCounts.Read(source, cancellationToken);
        int before = summaries.Count;
        foreach (SplitCounts split in counts.Splits)
        {
            summaries.Add(new SplitSummary
            {
                File = source,
                Split = split.Split is { } named ? DatasetManifest.NameOf(named) : "none",
                Sketches = split.Sketches,
                Points = split.Points,
                Strokes = split.Strokes,
                Longest = split.Longest,
                Categories = split.Categories,
                Format = string.Join(" and ", counts.Formats),
                LeftOut = [.. counts.Unreadable, .. counts.FileDrops],
            });
        }

        ImportSummary.WarnOf(counts.Unreadable, $"{source}: drawings that cannot be read", host);
        ImportSummary.WarnOf(counts.FileDrops, $"{source}: files left out", host);
        SayEmpty(source, summaries[before..], host);
        bool isRead = summaries[before..].Exists(summary => summary.Sketches > 0) || counts.Unreadable.Count == 0;
        if (!isRead)
            host.Fail($"{source}: expected drawings, found none that can be read");
        return isRead;
    }

    private static void SayEmpty(string source, List<SplitSummary> summaries, CliHost host)
    {
        string[] categories = [.. summaries.SelectMany(summary => summary.Categories.Keys).Distinct()];
        IEnumerable<(DatasetSplit, string, long)> counts =
            from split in Enum.GetValues<DatasetSplit>()
            from summary in summaries
            where summary.Split == DatasetManifest.NameOf(split)
            from category in categories
            select (split, category, (long)summary.Categories.GetValueOrDefault(category));
        foreach ((_, string text) in EmptySplits.Of(counts))
            host.Say($"{source}: {text}");
    }

    private static void Describe(DatasetManifest manifest, CliHost host)
    {
        const int most = 20;
        IReadOnlyList<string> names = manifest.Description.Categories;
        string rest = names.Count > most ? $" and {names.Count - most} more" : "";
        host.Out.Write($"\ncategories: {names.Count}: {string.Join(", ", names.Take(most))}{rest}\n");
        host.Out.Write($"first row: {manifest.Description.FirstRow.ToString().ToLowerInvariant()}\n");
        host.Out.Write($"bytes: {manifest.Train.Bytes + manifest.Valid.Bytes + manifest.Test.Bytes}\n");
        host.Out.Write($"made by: {manifest.Description.CreatedBy}\n");
        foreach (DatasetSource source in manifest.Description.Sources.Take(most))
        {
            string license = source.License is null ? "" : $", {source.License}";
            host.Out.Write($"from: {source.Name} ({source.Format}, {Plural.Sketches(source.Sketches)}{license})\n");
        }

        if (manifest.Description.Sources.Count > most)
            host.Out.Write($"from: {manifest.Description.Sources.Count - most} more\n");
        if (manifest.HasLicense)
            host.Out.Write($"license: {DatasetManifest.LicenseFileName}\n");
    }
}
