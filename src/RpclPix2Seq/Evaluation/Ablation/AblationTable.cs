namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>Results of an ablation: every measure of every row over the seeds, compared with the first row seed by seed.</summary>
/// <param name="Rows">The names of the rows.</param>
/// <param name="Measures">The measures that at least one row has.</param>
internal sealed record AblationTable(IReadOnlyList<string> Rows, IReadOnlyList<AblationMeasure> Measures)
{
    /// <summary>Combines the results of an ablation.</summary>
    /// <param name="rows">The names of the rows, the one that the others are compared with first.</param>
    /// <param name="results">One per row and seed; some may be missing.</param>
    public static AblationTable Of(IReadOnlyList<string> rows, IReadOnlyList<AblationResult> results)
    {
        EvaluationFigure[] kinds = [.. results.SelectMany(result => result.Figures).DistinctBy(figure => figure.Key)];
        return new AblationTable(rows, [.. kinds.Select(Measure)]);

        AblationMeasure Measure(EvaluationFigure kind)
        {
            Dictionary<(string Row, long Seed), double> values = results
                .SelectMany(
                    result =>
                        result.Figures.Where(figure => figure.Key == kind.Key)
                            .Select(figure => (Of: (result.Row, result.Seed), figure.Value)))
                .ToDictionary(pair => pair.Of, pair => pair.Value);
            return new AblationMeasure(kind.Key, kind.Title, kind.IsShare, [.. rows.Select(row => Cell(rows[0], row, values))]);
        }
    }

    private static AblationCell? Cell(string first, string row, Dictionary<(string Row, long Seed), double> values)
    {
        (long Seed, double Value)[] own = [.. values.Where(pair => pair.Key.Row == row).Select(pair => (pair.Key.Seed, pair.Value))];
        if (own.Length == 0)
            return null;
        double[] differences = row == first
            ? []
            : [.. own.Where(one => values.ContainsKey((first, one.Seed))).Select(one => one.Value - values[(first, one.Seed)])];
        return new AblationCell(
            row, own.Length, own.Average(one => one.Value), own.Min(one => one.Value), own.Max(one => one.Value),
            differences.Length == 0 ? null : differences.Average(), differences.Count(difference => difference > 0), differences.Length);
    }
}

/// <summary>One measure of all rows.</summary>
/// <param name="Key">Its short name, as <see cref="EvaluationFigure.Key"/>.</param>
/// <param name="Title">Its human-readable name.</param>
/// <param name="IsShare">Whether it is best read in percent.</param>
/// <param name="Cells">One per row, in the plan's order; null where a row has none.</param>
internal sealed record AblationMeasure(string Key, string Title, bool IsShare, IReadOnlyList<AblationCell?> Cells);

/// <summary>One measure of one row, over the seeds that were measured.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="Mean">The mean over the seeds.</param>
/// <param name="Lowest">The smallest of them.</param>
/// <param name="Highest">The largest of them.</param>
/// <param name="Difference">The mean of this row minus the first one, over the seeds that both have; null for the first row itself and
/// where no seed has both.</param>
/// <param name="Above">Number of those seeds in which it is above the first row.</param>
/// <param name="Compared">Number of seeds that both have.</param>
internal sealed record AblationCell(
    string Row, int Seeds, double Mean, double Lowest, double Highest, double? Difference, int Above, int Compared);

/// <summary>Measurements of one model of an ablation.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Figures">Its figures, each key once.</param>
internal sealed record AblationResult(string Row, long Seed, IReadOnlyList<EvaluationFigure> Figures)
{
    /// <summary>All figures of a report, and the live components.</summary>
    public static AblationResult Of(string row, long seed, EvaluationReport report) => new(
        row, seed,
        [.. EvaluationFigure.Of(report), new EvaluationFigure(
            "components", "live components", report.Model.Components, null, IsShare: false)]);
}
