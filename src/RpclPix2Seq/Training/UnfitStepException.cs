namespace RpclPix2Seq.Training;

/// <summary>A step that must not be taken, or whose result must not be kept.</summary>
/// <param name="reason">Why not.</param>
/// <param name="losses">L, L_seq, L_pix, L_alpha, L_gauss of its batch; empty if they are not what is wrong.</param>
/// <param name="gradientNorm">The norm of its gradients, if they were computed.</param>
internal sealed class UnfitStepException(string reason, double[] losses, double? gradientNorm = null) : Exception(reason)
{
    /// <summary>The losses.</summary>
    public IReadOnlyList<double> Losses { get; } = losses;

    /// <summary>The norm of the gradients.</summary>
    public double? GradientNorm { get; } = gradientNorm;
}
