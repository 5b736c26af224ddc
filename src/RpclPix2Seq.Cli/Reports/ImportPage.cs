using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The page that an import leaves in its dataset.</summary>
internal static class ImportPage
{
    /// <summary>Its name.</summary>
    public const string FileName = "import-report.html";

    private const int MostCategories = 1000;
    private const int MostSources = 10;

    /// <summary>Writes the page.</summary>
    public static void Write(string path, ImportReport report, IReadOnlyList<string> sources)
    {
        ReportPage page = new("What was imported")
        {
            Lead = $"From {string.Join(", ", sources.Take(MostSources))}{(sources.Count > MostSources ? " and more" : "")}.",
            Footer = "Made by rpcl data import.",
        };
        page.Add(new FiguresSection(
            new KeyFigure(
                "sketches", Number(report.Kept), $"of {Number(report.Drawings)} {(report.Drawings == 1 ? "drawing" : "drawings")}"),
            new KeyFigure("categories", Number(report.Categories.Count), $"from {Number(report.Files)} files"),
            new KeyFigure("simplified", Number(report.Simplified), $"{Number(report.Before.Sum)} points became {Number(report.After.Sum)}"),
            new KeyFigure("left out", Number(report.Drops.Sum(drop => drop.Count)), "for the reasons below"),
            new KeyFigure("points per sketch", Number(report.After.Quantile(0.5)), $"median; longest {Number(report.After.Longest)}")));
        AddDrops(page, "What was left out", "The drawings, by reason, with the worst of each.", report.Drops);
        AddDrops(page, "Files that were left out", "They were found in folders or by patterns.", report.FileDrops);
        AddDrops(page, "What was not read", "Parts of kept drawings that could not be read.", report.InPart);
        if (report.Remarks.Count > 0)
            page.Add(
                new TableSection(
                    [new Column("remark")],
                    [.. report.Remarks.Select(remark => (IReadOnlyList<string>)[remark.Text])])
                { Heading = "Splits" });
        page.Add(new ImportHistogramSection(report.Before) { Heading = "Points before simplification" });
        page.Add(new ImportHistogramSection(report.After) { Heading = "Points after simplification" });
        page.Add(new SheetSection(Sheet(report)) { Heading = "Some of the sketches", Lead = "Chosen at random." });
        page.Add(Categories(report)).Write(path);
    }

    private static void AddDrops(ReportPage page, string heading, string lead, IReadOnlyList<ImportDrop> drops)
    {
        if (drops.Count == 0)
            return;
        List<IReadOnlyList<string>> rows = [];
        foreach (ImportDrop drop in drops)
        {
            rows.Add([drop.Reason, Number(drop.Count), "", CategoryCounts.Text(drop.Categories)]);
            foreach (ImportOffender offender in drop.Worst)
                rows.Add(["", "", ImportSummary.Place(offender), offender.Detail]);
        }

        IReadOnlyList<Column> columns =
            [new Column("reason"), new Column("count", IsRight: true), new Column("where"), new Column("found")];
        page.Add(new TableSection(columns, rows)
        {
            Heading = heading,
            Lead = lead,
        });
    }

    private static Sheet Sheet(ImportReport report) => new()
    {
        FirstRow = report.Options.FirstRow,
        Rows =
        [
            .. report.Examples.Select(example => new SheetRow([.. example.Sketches.Select(sketch => SheetCell.Of(sketch))])
            {
                Heading = example.Category,
                Detail = $"{Number(report.Categories.First(category => category.Name == example.Category).Kept)} sketches",
            }),
        ],
    };

    private static TableSection Categories(ImportReport report)
    {
        IReadOnlyList<IReadOnlyList<string>> rows =
        [
            .. report.Categories.Take(MostCategories).Select(category => (IReadOnlyList<string>)
            [
                category.Name, Number(category.Train), Number(category.Valid), Number(category.Test),
                Number(category.Duplicates), Number(category.Twins), Number(category.OverLimit),
            ]),
        ];
        return new TableSection(
            [
                new Column("category"), new Column("train", IsRight: true), new Column("valid", IsRight: true),
                new Column("test", IsRight: true), new Column("duplicates left out", IsRight: true),
                new Column("duplicates kept", IsRight: true), new Column("over the limit", IsRight: true),
            ], rows)
        {
            Heading = "Categories",
            Lead = report.Categories.Count > MostCategories ? $"The first {MostCategories} of {report.Categories.Count}." : "",
        };
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
