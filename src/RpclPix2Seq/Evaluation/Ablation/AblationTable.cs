namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>What an ablation found: every measure of every row over the seeds, beside the first row seed by seed.</summary>
/// <param name="Rows">The names of the rows.</param>
/// <param name="Measures">The measures that at least one row has.</param>
public sealed record AblationTable(IReadOnlyList<string> Rows, IReadOnlyList<AblationMeasure> Measures)
{
    /// <summary>Puts the results of an ablation together.</summary>
    /// <param name="rows">The names of the rows, the one that the others are compared with first.</param>
    /// <param name="results">One a row and seed; some may be missing.</param>
    public static AblationTable Of(IReadOnlyList<string> rows, IReadOnlyList<AblationResult> results)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(results);
        EvaluationFigure[] kinds = [.. results.SelectMany(result => result.Figures).DistinctBy(figure => figure.Key)];
        return new AblationTable(rows, [.. kinds.Select(Measure)]);

        AblationMeasure Measure(EvaluationFigure kind)
        {
            Dictionary<(string Row, long Seed), double> values = results
                .SelectMany(result => result.Figures.Where(figure => figure.Key == kind.Key).Select(figure => (Of: (result.Row, result.Seed), figure.Value)))
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
