using RpclPix2Seq.Evaluation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Evaluations side by side.</summary>
/// <param name="Columns">Their names, all different.</param>
/// <param name="Rows">The measures that at least one of them has.</param>
/// <param name="Remarks">Why their numbers may not be comparable, one line each.</param>
internal sealed record EvaluationComparison(IReadOnlyList<string> Columns, IReadOnlyList<ComparisonRow> Rows, IReadOnlyList<string> Remarks)
{
    /// <summary>Puts reports side by side.</summary>
    public static EvaluationComparison Of(IReadOnlyList<(string Name, EvaluationReport Report)> runs)
    {
        IReadOnlyList<EvaluationFigure>[] figures = [.. runs.Select(run => EvaluationFigure.Of(run.Report))];
        EvaluationFigure[] kinds = [.. figures.SelectMany(some => some).DistinctBy(figure => figure.Key)];
        return new EvaluationComparison(
            Distinct([.. runs.Select(run => run.Name)]),
            [.. kinds.Select(
                kind => new ComparisonRow(
                    kind.Key, kind.Title, [.. figures.Select(some => some.FirstOrDefault(figure => figure.Key == kind.Key))]))],
            [.. Differences([.. runs.Select(run => run.Report)])]);
    }

    /// <summary>The table as Markdown.</summary>
    public string Markdown()
    {
        IEnumerable<string> lines =
        [
            Line(["measure", .. Columns]),
            Line(["---", .. Columns.Select(_ => "---:")]),
            .. Rows.Select(row => Line([row.Title, .. row.Cells])),
            .. Remarks.Select(remark => $"\n{remark}"),
        ];
        return string.Join('\n', lines) + "\n";

        static string Line(IEnumerable<string> cells) =>
            $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }

    private static IEnumerable<string> Differences(EvaluationReport[] reports)
    {
        (string What, Func<EvaluationReport, string> Of)[] facts =
        [
            ("numbers of sketches", report => $"{report.Data.Sketches}"),
            ("splits", report => report.Data.Split),
            ("categories", report => string.Join(", ", report.Data.Categories.Select(category => category.Category))),
            ("classifiers", report => report.Settings.Classifier ?? "none"),
            ("directions of retrieval", report => report.Settings.Direction.ToString().ToLowerInvariant()),
            ("ways of counting", report => report.Settings.Counting.ToString().ToLowerInvariant()),
        ];
        foreach ((string what, Func<EvaluationReport, string> of) in facts)
        {
            string[] values = [.. reports.Select(of).Distinct()];
            if (values.Length > 1)
                yield return $"They have different {what}, so not all numbers are comparable: {string.Join("; ", values)}.";
        }
    }

    /// <summary>Equal names get numbers.</summary>
    private static string[] Distinct(string[] names) =>
        [.. names.Select(
            (name, i) => names.Count(other => other == name) > 1 ? $"{name} {names[..(i + 1)].Count(other => other == name)}" : name)];
}

/// <summary>One measure of several evaluations.</summary>
/// <param name="Key">Its short name.</param>
/// <param name="Title">Its human-readable name.</param>
/// <param name="Figures">One figure per evaluation, null where it was not measured.</param>
internal sealed record ComparisonRow(string Key, string Title, IReadOnlyList<EvaluationFigure?> Figures)
{
    /// <summary>The figures as displayed, each with its interval.</summary>
    public IEnumerable<string> Cells => Figures.Select(figure => figure switch
    {
        null => "-",
        { Interval: null } => EvaluationTable.Value(figure),
        _ => $"{EvaluationTable.Value(figure)} ({EvaluationTable.Interval(figure)})",
    });
}
