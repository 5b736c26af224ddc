namespace RpclPix2Seq.Networks;

/// <summary>The sizes that determine a model's parameters and their shapes. Two models are compatible if these are equal.</summary>
internal sealed record NetworkShape
{
    /// <summary>Width and height of the input picture in pixels, a multiple of 16.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Z: numbers in a latent code.</summary>
    public required int CodeSize { get; init; }

    /// <summary>The decoder's recurrent cell.</summary>
    public required DecoderModel Decoder { get; init; }

    /// <summary>What the decoder reads at a step.</summary>
    public required DecoderInput DecoderInput { get; init; }

    /// <summary>R: units of the decoder's cell.</summary>
    public required int DecoderSize { get; init; }

    /// <summary>Units of the hyper cell's auxiliary cell.</summary>
    public required int HyperSize { get; init; }

    /// <summary>Numbers in the embedding from which the hyper cell scales its gates.</summary>
    public required int HyperEmbedding { get; init; }

    /// <summary>M: bivariate normals in the decoder's output density (not the latent mixture).</summary>
    public required int DecoderMixtures { get; init; }

    /// <summary>K: components of the latent Gaussian mixture at the start.</summary>
    public required int LatentComponents { get; init; }

    /// <summary>True for a single component fixed at N(0, I).</summary>
    public required bool StandardPrior { get; init; }

    /// <summary>I: parents of the latent components, or 0 for a one-level mixture.</summary>
    public required int LatentParents { get; init; }

    /// <summary>
    /// True for the original's instance normalization of the pixel decoder's single output channel (defect D-33); false for a bias instead.
    /// </summary>
    public required bool NormalizeOutputImage { get; init; }

    /// <summary>Categories that are named from a code; 0 for none.</summary>
    public int Categories { get; init; }

    /// <summary>
    /// True for a decoder alone, as sketch-rnn's players run theirs: without an encoder and a pixel decoder, and with zeros as its first
    /// input row.
    /// </summary>
    public bool IsDecoderOnly { get; init; }

    /// <summary>Rows and columns of the encoder's last plane: four halvings of the picture.</summary>
    internal int CoreSize => ImageSize / 16;

    /// <summary>The sizes that a configuration specifies.</summary>
    public static NetworkShape From(ModelConfig config) => new()
    {
        ImageSize = config.PngWidth,
        CodeSize = config.ZSize,
        Decoder = config.DecModel,
        DecoderInput = config.DecoderInput,
        DecoderSize = config.DecRnnSize,
        HyperSize = config.HyperNumUnits,
        HyperEmbedding = config.HyperEmbeddingSize,
        DecoderMixtures = config.NumDecoderMixture,
        LatentComponents = config.NumComponents,
        StandardPrior = config.Prior == LatentPrior.Standard,
        LatentParents = config.LatentMethod == LatentMethod.Hierarchy ? config.NumUpper : 0,
        NormalizeOutputImage = config.Compat == Compatibility.Reference,
        Categories = config.CategoryWeight > 0 ? config.Categories.Count : 0,
    };
}
