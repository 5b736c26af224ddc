using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>A component of the mixture with what there is to see of it.</summary>
/// <param name="Summary">Its numbers.</param>
/// <param name="Exemplars">Sketches that belong to it, the nearest to its mean first.</param>
/// <param name="Drawn">Sketches that the model drew from it.</param>
internal sealed record ComponentCard(ComponentSummary Summary, IReadOnlyList<SheetCell> Exemplars, IReadOnlyList<Sketch> Drawn);
