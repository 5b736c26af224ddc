using RpclPix2Seq.Evaluation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>One measure of several evaluations.</summary>
/// <param name="Key">Its short name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Figures">A figure an evaluation, null where it was not measured.</param>
internal sealed record ComparisonRow(string Key, string Title, IReadOnlyList<EvaluationFigure?> Figures)
{
    /// <summary>The figures as they are to be read, each with its interval.</summary>
    public IEnumerable<string> Cells => Figures.Select(figure => figure switch
    {
        null => "-",
        { Interval: null } => EvaluationTable.Value(figure),
        _ => $"{EvaluationTable.Value(figure)} ({EvaluationTable.Interval(figure)})",
    });
}
