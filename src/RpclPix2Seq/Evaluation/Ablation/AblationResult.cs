namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>What was measured of one model of an ablation.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Figures">Its figures, each key once.</param>
public sealed record AblationResult(string Row, long Seed, IReadOnlyList<EvaluationFigure> Figures)
{
    /// <summary>All figures of a report, and the live components.</summary>
    public static AblationResult Of(string row, long seed, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new AblationResult(row, seed, [.. EvaluationFigure.Of(report), new EvaluationFigure("components", "live components", report.Model.Components, null, IsShare: false)]);
    }
}
