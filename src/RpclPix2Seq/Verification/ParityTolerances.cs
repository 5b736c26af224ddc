namespace RpclPix2Seq.Verification;

/// <summary>
/// How far float32 may be from the original's double precision. A float32 holds 7 digits; convolutions over 2304 inputs and 12 recurrent
/// steps lose two to three of them, sums over a batch (the losses) fewer, and back-propagation one more.
/// </summary>
public sealed record ParityTolerances
{
    /// <summary>Activations, posterior, mixture: of the tensor's largest magnitude.</summary>
    public double Activation { get; init; } = 1e-4;

    /// <summary>Losses and schedules.</summary>
    public double Loss { get; init; } = 1e-5;

    /// <summary>Gradients and the optimiser's step, in norm.</summary>
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
