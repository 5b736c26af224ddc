namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>What random numbers are for: draws for different purposes never share a key. A number once given is never used for another purpose.</summary>
public enum RandomPurpose
{
    /// <summary>Changes of training sketches.</summary>
    Augmentation = 1,

    /// <summary>The order of an epoch.</summary>
    EpochOrder = 2,

    /// <summary>Strokes drawn from the decoder's density.</summary>
    Strokes = 3,

    /// <summary>Codes drawn from the latent mixture.</summary>
    Codes = 4,

    /// <summary>Which test sketches are shown.</summary>
    TestChoice = 5,

    /// <summary>Clusters from which the latent mixture starts.</summary>
    LatentStart = 6,

    /// <summary>Noise and dropout of a training step.</summary>
    Noise = 7,

    /// <summary>Which imported sketches are validated and tested with.</summary>
    DatasetSplit = 8,

    /// <summary>Which sketches of a dataset are shown.</summary>
    Shown = 9,

    /// <summary>Made-up codes, on which the latent learners are tried, and the order in which they see them.</summary>
    SyntheticCodes = 10,

    /// <summary>Codes drawn from the encoder's Gaussian of one drawing.</summary>
    CodeNoise = 11,

    /// <summary>Maps of codes: where they begin, what is pushed away, and which sketches are shown.</summary>
    Maps = 12,

    /// <summary>How a classifier's training sketches are changed, and the order in which it sees them.</summary>
    Classifier = 20,

    /// <summary>Which parts of a picture are masked.</summary>
    Healing = 21,

    /// <summary>Resamples of a bootstrap.</summary>
    Bootstrap = 22,

    /// <summary>How a set of sketches is halved.</summary>
    Halves = 23,

    /// <summary>Dropout of a classifier's training step.</summary>
    ClassifierDropout = 24,

    /// <summary>Where components of the latent mixture start that are split off another.</summary>
    LatentSplit = 25,

    /// <summary>Which codes a linear probe is fitted to and which it is tried on.</summary>
    LinearProbe = 26,

    /// <summary>Where a mixture starts that is fitted to the codes of a trained model.</summary>
    FittedMixture = 27,
}
