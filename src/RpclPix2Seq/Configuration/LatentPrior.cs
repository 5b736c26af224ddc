namespace RpclPix2Seq.Configuration;

/// <summary>What the codes of drawings are asked to follow.</summary>
public enum LatentPrior
{
    /// <summary>The Gaussian mixture that learns from them: RPCL-pix2seq.</summary>
    Gmm,

    /// <summary>N(0, I), which does not learn: the prior of sketch-rnn, with the encoder of sketch-pix2seq.</summary>
    Standard,

    /// <summary>
    /// Nothing, as in sketch-pix2seq: the loss has no latent part. The mixture is fitted to the codes all the same, by <see cref="ModelConfig.LatentMethod"/>, so that
    /// codes can be drawn from it and its components looked at.
    /// </summary>
    None,
}
