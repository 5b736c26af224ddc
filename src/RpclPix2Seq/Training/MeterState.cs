namespace RpclPix2Seq.Training;

/// <summary>What a <see cref="LossMeter"/> has added up.</summary>
public sealed record MeterState
{
    /// <summary>Sums of the losses over sketches.</summary>
    public IReadOnlyList<double> Sums { get; init; } = [];

    /// <summary>Sketches.</summary>
    public long Sketches { get; init; }

    /// <summary>What the latent losses weighed in the last batch.</summary>
    public double LatentWeight { get; init; }

    /// <summary>Sum of the gradients' norms over batches.</summary>
    public double GradientNorms { get; init; }

    /// <summary>Sum of the shares of clipped elements over batches.</summary>
    public double ClippedShares { get; init; }

    /// <summary>Batches whose gradients were measured.</summary>
    public long Batches { get; init; }

    /// <summary>Seconds of training when it began.</summary>
    public double Began { get; init; }
}
