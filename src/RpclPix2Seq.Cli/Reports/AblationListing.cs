using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation.Ablation;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>An ablation's table on the terminal, as JSON, as Markdown and as a page.</summary>
internal static class AblationListing
{
    /// <summary>Writes the table to standard output, and a figure for each of its cells.</summary>
    public static void Write(AblationTable table, CliHost host)
    {
        ReportTable shown = new(Columns(table));
        foreach (string[] line in Lines(table))
            shown.Add(line);
        shown.Write(host);
        foreach (AblationMeasure measure in table.Measures)
        {
            foreach (AblationCell cell in measure.Cells.OfType<AblationCell>())
                Figures.Write(host, $"{measure.Key}_{cell.Row.Replace('-', '_').Replace('.', '_')}", cell.Mean);
        }
    }

    /// <summary>The table as JSON, with a newline at the end.</summary>
    public static string Json(AblationTable table) => RecordJson.Render(table);

    /// <summary>The table as Markdown.</summary>
    public static string Markdown(AblationTable table)
    {
        string[] columns = [.. Columns(table).Select(column => column.Title)];
        IEnumerable<string> lines = [Line(columns), Line(columns.Select((_, i) => i == 0 ? "---" : "---:")), .. Lines(table).Select(Line)];
        return string.Join('\n', lines) + "\n";

        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
    }

    /// <summary>Writes the table as a page.</summary>
    public static void WritePage(string path, AblationTable table) => new ReportPage("Ablation")
    {
        Lead = $"Means over seeds, with the lowest and the highest; below, the difference from {table.Rows[0]} with the same seed, and in "
            + "how many seeds it is above it.",
        Footer = "Made by rpcl evaluate ablate.",
    }
        .Add(new TableSection([.. Columns(table)], [.. Lines(table)]))
        .Write(path);

    private static Column[] Columns(AblationTable table) =>
        [new Column("measure"), .. table.Rows.Select(row => new Column(row, IsRight: true))];

    private static IEnumerable<string[]> Lines(AblationTable table)
    {
        foreach (AblationMeasure measure in table.Measures)
        {
            yield return [measure.Title, .. measure.Cells.Select(cell => cell is null ? "-" : Spread(cell, measure.IsShare))];
            if (measure.Cells.Any(cell => cell?.Difference is not null))
                yield return [$"  minus {table.Rows[0]}", .. measure.Cells.Select(
                    cell => cell?.Difference is { } difference
                        ? $"{Signed(difference, measure.IsShare)} (above in {cell.Above} of {cell.Compared})"
                        : "")];
        }
    }

    private static string Spread(AblationCell cell, bool isShare) =>
        cell.Seeds == 1
            ? Value(cell.Mean, isShare)
            : $"{Value(cell.Mean, isShare)} ({Value(cell.Lowest, isShare)} to {Value(cell.Highest, isShare)})";

    private static string Value(double value, bool isShare) => isShare ? EvaluationTable.Percent(value) : EvaluationTable.Number(value);

    private static string Signed(double value, bool isShare) =>
        isShare ? (100 * value)
            .ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " points" : (value > 0 ? "+" : "") + EvaluationTable.Number(value);
}
