namespace RpclPix2Seq.Lab.Latent;

/// <summary>The result of one method on one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Found">The number of components it kept.</param>
/// <param name="Nmi">Normalized mutual information of its components with the true clusters, 0 to 1.</param>
/// <param name="Seconds">Time, one thread.</param>
internal sealed record LatentOutcome(LatentTask Task, string Method, int Found, double Nmi, double Seconds)
{
    /// <summary>Whether the number is right.</summary>
    public bool IsExact => Found == Task.Clusters;

    /// <summary>How far off the number is.</summary>
    public int Error => Math.Abs(Found - Task.Clusters);
}
