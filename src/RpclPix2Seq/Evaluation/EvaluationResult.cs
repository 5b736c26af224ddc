namespace RpclPix2Seq.Evaluation;

/// <summary>What an evaluation gives: the report, and what became of each sketch, for pictures.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Sketches">The sketches in the order in which they were given.</param>
public sealed record EvaluationResult(EvaluationReport Report, IReadOnlyList<EvaluatedSketch> Sketches);
