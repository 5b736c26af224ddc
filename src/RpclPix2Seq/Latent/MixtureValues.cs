using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Latent;

/// <summary>The numbers of a latent mixture, for computations without tensors.</summary>
/// <param name="CodeSize">Z.</param>
/// <param name="Mean">μ [K, Z].</param>
/// <param name="Variance">σ² [K, Z], above 0.</param>
/// <param name="Weight">α [K].</param>
/// <param name="Alive">The live components, heaviest first.</param>
internal sealed record MixtureValues(int CodeSize, float[] Mean, float[] Variance, float[] Weight, IReadOnlyList<int> Alive)
{
    /// <summary>Copies a mixture's numbers.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="threshold">Weight below which a component counts as dead.</param>
    public static MixtureValues Of(MixtureState mixture, double threshold) => new(
        (int)mixture.Mean.shape[1], mixture.Mean.Floats(), mixture.Variance.Floats(), mixture.Weight.Floats(),
        mixture.Alive(threshold));

    /// <summary>μ of one component [Z].</summary>
    public ReadOnlySpan<float> MeanOf(int component) => Mean.AsSpan(component * CodeSize, CodeSize);

    /// <summary>σ² of one component [Z].</summary>
    public ReadOnlySpan<float> VarianceOf(int component) => Variance.AsSpan(component * CodeSize, CodeSize);
}
