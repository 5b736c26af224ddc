namespace RpclPix2Seq.Sampling;

/// <summary>A place in the latent space, in terms of what it is the place of: drawings, or a component of the mixture.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Drawings">Drawings, whose mean code is meant; empty for a component.</param>
/// <param name="Component">The component whose mean is meant; null for drawings.</param>
public sealed record LatentPoint(string Name, IReadOnlyList<EncoderInput> Drawings, int? Component)
{
    /// <summary>The mean code of drawings, at least one.</summary>
    public static LatentPoint Of(string name, params IReadOnlyList<EncoderInput> drawings) => new(name, drawings, null);

    /// <summary>The mean of a component.</summary>
    public static LatentPoint OfComponent(int component) => new($"component {component}", [], component);
}
