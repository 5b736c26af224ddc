namespace RpclPix2Seq.Verification;

/// <summary>Comparison of one tensor with the original's.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Kernels">Which implementation computed it here.</param>
/// <param name="Tensor">The tensor's name in the case file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="AbsoluteDifference">The largest absolute difference of an element.</param>
/// <param name="RelativeDifference">The difference in the measure of its kind.</param>
/// <param name="Tolerance">The largest relative difference allowed.</param>
internal sealed record ParityRow(
    string Case, KernelPath Kernels, string Tensor, ParityKind Kind, double AbsoluteDifference, double RelativeDifference, double Tolerance)
{
    /// <summary>Whether the tensor agrees. A NaN difference does not count as agreement.</summary>
    public bool Passes => RelativeDifference <= Tolerance;
}

/// <summary>The kind of a compared tensor, which determines how far it may be off.</summary>
internal enum ParityKind
{
    /// <summary>An output of the networks or the mixture; the largest difference relative to the tensor's largest magnitude.</summary>
    Activation,

    /// <summary>A loss or schedule; the relative difference.</summary>
    Loss,

    /// <summary>A gradient, its norm, or a parameter after one optimizer step; the norm of the difference relative to the norm.</summary>
    Gradient,

    /// <summary>Component numbers, which must be equal.</summary>
    Label,
}

/// <summary>
/// How far float32 may be from the original's double precision. A float32 holds 7 digits; convolutions over 2304 inputs and 12 recurrent
/// steps lose two to three of them, sums over a batch (the losses) fewer, and backpropagation one more.
/// </summary>
internal sealed record ParityTolerances
{
    /// <summary>Activations, posterior, mixture: relative to the tensor's largest magnitude.</summary>
    public double Activation { get; init; } = 1e-4;

    /// <summary>Losses and schedules.</summary>
    public double Loss { get; init; } = 1e-5;

    /// <summary>Gradients and the optimizer's step, in norm.</summary>
    public double Gradient { get; init; } = 1e-3;

    /// <summary>The tolerance of a kind; 0 for labels.</summary>
    public double Of(ParityKind kind) => kind switch
    {
        ParityKind.Activation => Activation,
        ParityKind.Loss => Loss,
        ParityKind.Gradient => Gradient,
        _ => 0,
    };
}
