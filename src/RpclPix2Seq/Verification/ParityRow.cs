using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Verification;

/// <summary>One tensor compared with the original's.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Kernels">Which implementation computed it here.</param>
/// <param name="Tensor">The tensor's name in the case file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="AbsoluteDifference">The largest absolute difference of an element.</param>
/// <param name="RelativeDifference">The difference by the measure of its kind.</param>
/// <param name="Tolerance">What the relative difference may be.</param>
public sealed record ParityRow(string Case, KernelPath Kernels, string Tensor, ParityKind Kind, double AbsoluteDifference, double RelativeDifference, double Tolerance)
{
    /// <summary>Whether the tensor agrees. A difference that is no number does not.</summary>
    public bool Passes => RelativeDifference <= Tolerance;
}
