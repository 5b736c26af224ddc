using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;

namespace RpclPix2Seq.Evaluation;

/// <summary>Everything that was measured of a model: what <c>report.json</c> holds.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Model">Which model.</param>
/// <param name="Data">On what.</param>
/// <param name="Settings">How.</param>
/// <param name="Conditions">Drawings after whole pictures first, then after masked ones by rising share.</param>
/// <param name="UpperBound">Rec of the originals themselves, or null without a classifier.</param>
/// <param name="Distribution">Originals against drawings, or null without a classifier or with too few sketches.</param>
/// <param name="OriginalStrokes">How the originals are drawn.</param>
/// <param name="DrawnStrokes">How the drawings after whole pictures are drawn.</param>
public sealed record EvaluationReport(
    string Format, EvaluatedModel Model, EvaluatedData Data, EvaluationSettings Settings, IReadOnlyList<ConditionReport> Conditions, RecognitionReport? UpperBound,
    DistributionReport? Distribution, StrokeStatistics OriginalStrokes, StrokeStatistics DrawnStrokes)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq evaluation 2";
}
