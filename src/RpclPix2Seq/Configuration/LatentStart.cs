namespace RpclPix2Seq.Configuration;

/// <summary>Where the Gaussian mixture over latent codes starts from.</summary>
public enum LatentStart
{
    /// <summary>Clusters of the training sketches' codes, found anew when rival penalisation begins.</summary>
    Codes,

    /// <summary>Means uniform in [−1, 1] and variances 1, as the original (the specification §7).</summary>
    Uniform,
}
