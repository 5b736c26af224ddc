namespace RpclPix2Seq.Verification;

/// <summary>What a compared tensor is, which decides how far it may be off.</summary>
public enum ParityKind
{
    /// <summary>Something the networks or the mixture compute; the largest difference against the tensor's largest magnitude.</summary>
    Activation,

    /// <summary>A loss or schedule; the relative difference.</summary>
    Loss,

    /// <summary>A gradient, its norm, or a parameter after one optimiser step; the norm of the difference against the norm.</summary>
    Gradient,

    /// <summary>Component numbers, which must be equal.</summary>
    Label,
}
