namespace RpclPix2Seq.Configuration;

/// <summary>The headings under which keys are listed.</summary>
public enum ConfigGroup
{
    /// <summary>Which drawings are read.</summary>
    Data,

    /// <summary>How training drawings are varied.</summary>
    Augmentation,

    /// <summary>The networks and their sizes.</summary>
    Model,

    /// <summary>The Gaussian mixture over latent codes.</summary>
    Latent,

    /// <summary>Loss weights, learning rate and Adam.</summary>
    Optimisation,

    /// <summary>How long a run lasts, on what, and what it draws.</summary>
    Run,
}
