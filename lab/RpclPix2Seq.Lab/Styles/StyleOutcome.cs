namespace RpclPix2Seq.Lab.Styles;

/// <summary>What a latent method found in the built-in sketches.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">Of sketches, initial values and noise.</param>
/// <param name="Alive">The number of alive components.</param>
/// <param name="Nmi">Normalized mutual information of components and styles of sketches never trained on, 0 to 1.</param>
/// <param name="Purity">Share of those whose style is the most frequent of their component, 0 to 1.</param>
/// <param name="Seconds">Time to train and judge.</param>
internal sealed record StyleOutcome(LatentMethod Method, long Seed, int Alive, double Nmi, double Purity, double Seconds);
