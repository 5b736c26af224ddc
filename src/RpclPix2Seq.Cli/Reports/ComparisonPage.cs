using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Evaluations side by side as a page.</summary>
internal static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(string path, EvaluationComparison comparison) => new ReportPage("Evaluations side by side")
    {
        Lead = string.Join(" ", comparison.Remarks),
        Footer = "Made by rpcl evaluate compare.",
    }
        .Add(new TableSection(
            [new Column("measure"), .. comparison.Columns.Select(name => new Column(name, IsRight: true))],
            [.. comparison.Rows.Select(row => (IReadOnlyList<string>)[row.Title, .. row.Cells])]))
        .Write(path);
}
