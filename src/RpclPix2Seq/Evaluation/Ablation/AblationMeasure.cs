namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>One measure of all rows.</summary>
/// <param name="Key">Its short name, as <see cref="EvaluationFigure.Key"/>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="IsShare">Whether it is best read in percent.</param>
/// <param name="Cells">One a row, in the plan's order; null where a row has none.</param>
public sealed record AblationMeasure(string Key, string Title, bool IsShare, IReadOnlyList<AblationCell?> Cells);
