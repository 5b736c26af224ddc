using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Says in a few lines what an import read, kept and left out.</summary>
internal static class ImportSummary
{
    private const int MostReasons = 8;

    /// <summary>Writes the human-readable summary.</summary>
    public static void Write(ImportReport report, CliHost host)
    {
        int train = report.Categories.Sum(c => c.Train);
        int valid = report.Categories.Sum(c => c.Valid);
        int test = report.Categories.Sum(c => c.Test);
        host.Say($"read {Plural.Of(report.Drawings, "drawing")} in {Plural.Of(report.Files, "file")}, simplified {report.Simplified}");
        host.Say($"kept {Plural.Of(report.Kept, "sketch", "sketches")} in {Plural.Of(report.Categories.Count, "category", "categories")}: "
            + $"{train} for training, {valid} for validation, {test} for testing");
        host.Say($"points per sketch: median {report.Before.Quantile(0.5)} before, {report.After.Quantile(0.5)} after, "
            + $"longest {report.Before.Longest} and {report.After.Longest}");
        if (report.Categories.Sum(c => (long)c.Twins) is > 0 and long twins)
        {
            (string first, string second) = report.Categories.Select(c => c.Twin).OfType<(string, string)>().First();
            host.Say($"{Plural.Of(twins, "duplicate")} kept, because files assign the splits, such as in {first} and in {second}; "
                + "--drop-duplicates leaves them out");
        }

        Write(report.Drops, "dropped", host);
        Write(report.FileDrops, "files left out", host);
        Write(report.InPart, "drawings read without", host);
        foreach (ImportRemark remark in report.Remarks)
        {
            if (remark.IsWarning)
                host.Warn(remark.Text);
            else
                host.Say(remark.Text);
        }
    }

    /// <summary>Where an example is: file and place, as far as known.</summary>
    public static string Place(ImportOffender offender) =>
        string.Join(", ", new[] { offender.File, offender.Where }.Where(part => part.Length > 0));

    /// <summary>Warns about what was left out, one line per reason.</summary>
    public static void WarnOf(IReadOnlyList<ImportDrop> drops, string title, CliHost host)
    {
        foreach (string line in Lines(drops, title))
            host.Warn(line);
    }

    /// <summary>Lists what was left out, one line per reason.</summary>
    public static void Write(IReadOnlyList<ImportDrop> drops, string title, CliHost host)
    {
        foreach (string line in Lines(drops, title))
            host.Say(line);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<ImportDrop> drops, string title)
    {
        foreach (ImportDrop drop in drops.Take(MostReasons))
        {
            string example = "";
            if (drop.Worst.Count > 0)
            {
                string detail = drop.Worst[0].Detail;
                example = $" (such as {Place(drop.Worst[0])}{(detail.Length == 0 ? "" : $": {detail}")})";
            }

            string categories = drop.Categories.Count == 0 ? "" : $" ({CategoryCounts.Text(drop.Categories)})";
            yield return $"{title}: {drop.Count} {drop.Reason}{categories}{example}".ReplaceLineEndings(" ");
        }

        if (drops.Count > MostReasons)
            yield return $"{title}: {drops.Skip(MostReasons).Sum(drop => drop.Count)} for {drops.Count - MostReasons} further reasons";
    }
}
