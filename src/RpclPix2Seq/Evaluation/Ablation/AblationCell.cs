namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>One measure of one row, over the seeds that are measured.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Mean">The mean over the seeds.</param>
/// <param name="Lowest">The least of them.</param>
/// <param name="Highest">The largest of them.</param>
/// <param name="Difference">The mean over the seeds that both have of this row less the first one, or null for the first row itself and where no seed has both.</param>
/// <param name="Above">In how many of those seeds it is above the first row.</param>
/// <param name="Compared">How many seeds have both.</param>
public sealed record AblationCell(string Row, int Seeds, double Mean, double Lowest, double Highest, double? Difference, int Above, int Compared);
