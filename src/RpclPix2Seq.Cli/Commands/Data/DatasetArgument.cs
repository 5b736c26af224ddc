using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary>Shared code of the verbs that take a dataset or files.</summary>
internal static class DatasetArgument
{
    /// <summary>Opens a dataset or reads files, shows progress, and warns about what cannot be read.</summary>
    public static OpenedDataset Open(
        IReadOnlyList<string> sources, ImportOptions options, CliHost host, CancellationToken cancellationToken)
    {
        if (sources.Count == 1 && DatasetFolder.IsAt(sources[0]))
            return OpenedDataset.Open(sources, options, null, cancellationToken);
        OpenedDataset data;
        using (ProgressReport progress = new(host, "read", "drawings", null))
            data = OpenedDataset.Open(
                sources, options, now => progress.Report(now.Drawings, Path.GetFileName(now.File)), cancellationToken);
        ImportSummary.WarnOf(data.Report!.Drops, "drawings left out", host);
        ImportSummary.WarnOf(data.Report.FileDrops, "files left out", host);
        return data;
    }

    /// <summary>The positions of categories in a dataset; all categories if none is named.</summary>
    /// <exception cref="InputException">There is no such category; the nearest names are in the message.</exception>
    public static int[] Categories(DatasetFolder dataset, IReadOnlyList<string> names)
    {
        string[] known = [.. dataset.Manifest.Description.Categories];
        return names.Count == 0 ? [.. Enumerable.Range(0, known.Length)] : [.. names.Select(Find).Distinct()];

        int Find(string name)
        {
            int at = Array.IndexOf(known, name);
            if (at >= 0)
                return at;
            string hint = NearestNames.Hint(name, known);
            throw new InputException(
                dataset.Path, "", "a category of the dataset", name, hint.Length > 0 ? hint : "rpcl data info names them");
        }
    }
}
