using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Model;

/// <summary>The sizes that decide which parameters a model has, and of what shape. Two models fit each other if these are equal.</summary>
public sealed record NetworkShape
{
    /// <summary>Pixels a side of the input picture, a multiple of 16.</summary>
    public int ImageSize { get; init; } = 48;

    /// <summary>Z: numbers in a latent code.</summary>
    public int CodeSize { get; init; } = 128;

    /// <summary>The decoder's recurrent cell.</summary>
    public DecoderModel Decoder { get; init; } = DecoderModel.Hyper;

    /// <summary>R: units of the decoder's cell.</summary>
    public int DecoderSize { get; init; } = 2048;

    /// <summary>Units of the hyper cell's auxiliary cell.</summary>
    public int HyperSize { get; init; } = 256;

    /// <summary>Numbers in the embedding from which the hyper cell scales its gates.</summary>
    public int HyperEmbedding { get; init; } = 32;

    /// <summary>M: bivariate normals in the decoder's output density (not the latent mixture).</summary>
    public int DecoderMixtures { get; init; } = 20;

    /// <summary>K: components of the latent Gaussian mixture at the start.</summary>
    public int LatentComponents { get; init; } = 10;

    /// <summary>True for one component that begins, and stays, as N(0, I).</summary>
    public bool StandardPrior { get; init; }

    /// <summary>I: parents of the latent components, or 0 for a mixture of one level.</summary>
    public int LatentParents { get; init; }

    /// <summary>
    /// True for the original's instance normalisation of the pixel decoder's single output channel (defect D-33); false for a bias instead.
    /// </summary>
    public bool NormalizeOutputImage { get; init; }

    /// <summary>Rows and columns of the encoder's last plane: four halvings of the picture.</summary>
    internal int CoreSize => ImageSize / 16;
}
