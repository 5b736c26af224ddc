namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// A counter-based generator: draw n of a key is the SplitMix64 finalizer (Steele, Lea and Flood, 2014) of key + n·γ. A key is mixed from
/// any numbers, such as (seed, epoch, sketch), so that the draws for one sketch depend neither on those for others nor on threads.
/// </summary>
internal struct CounterRandom
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private readonly ulong _key;
    private ulong _counter;

    /// <summary>An independent generator for the numbers of <paramref name="key"/>, in this order.</summary>
    public CounterRandom(params ReadOnlySpan<long> key)
    {
        ulong mixed = Gamma;
        foreach (long part in key)
            mixed = Mix(unchecked(mixed + Gamma) ^ Mix(unchecked((ulong)part + Gamma)));
        _key = mixed;
    }

    /// <summary>An independent generator for a purpose and the numbers of <paramref name="key"/>.</summary>
    public CounterRandom(RandomPurpose purpose, params ReadOnlySpan<long> key)
        : this([(long)purpose, .. key])
    {
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits() => Mix(unchecked(_key + (++_counter * Gamma)));

    /// <summary>Uniform in [0, 1), in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>
    /// Uniform in 0 … <paramref name="limit"/> − 1 (Lemire's multiplication; its bias is below 2⁻³² for limits of an int).
    /// </summary>
    public int NextInt(int limit) => (int)Math.BigMul(NextBits(), (ulong)limit, out _);

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts <paramref name="items"/> in a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>
/// The purposes of random numbers: draws for different purposes never share a key. A number is never reused for another purpose.
/// </summary>
internal enum RandomPurpose
{
    /// <summary>Augmentation of training sketches.</summary>
    Augmentation = 1,

    /// <summary>The order of the sketches in an epoch.</summary>
    EpochOrder = 2,

    /// <summary>Strokes drawn from the decoder's density.</summary>
    Strokes = 3,

    /// <summary>Codes drawn from the latent mixture.</summary>
    Codes = 4,

    /// <summary>Which test sketches are shown.</summary>
    TestChoice = 5,

    /// <summary>The clusters that initialize the latent mixture.</summary>
    MixtureStart = 6,

    /// <summary>Noise and dropout of a training step.</summary>
    Noise = 7,

    /// <summary>Which imported sketches go to validation and test.</summary>
    DatasetSplit = 8,

    /// <summary>Which sketches of a dataset are shown.</summary>
    Shown = 9,

    /// <summary>Synthetic codes on which the latent learners are tried, and their order.</summary>
    SyntheticCodes = 10,

    /// <summary>Codes drawn from the encoder's Gaussian for one drawing.</summary>
    CodeNoise = 11,

    /// <summary>Maps of codes: their initialization, negative samples, and which sketches are shown.</summary>
    Maps = 12,

    /// <summary>Codes that explain given strokes.</summary>
    LikelyCodes = 13,

    /// <summary>The augmentation and order of a classifier's training sketches.</summary>
    Classifier = 20,

    /// <summary>The parts of a picture that are masked.</summary>
    Healing = 21,

    /// <summary>Bootstrap resamples.</summary>
    Bootstrap = 22,

    /// <summary>How a set of sketches is split in half.</summary>
    Halves = 23,

    /// <summary>Dropout of a classifier's training step.</summary>
    ClassifierDropout = 24,

    /// <summary>The start of components of the latent mixture that are split off another.</summary>
    LatentSplit = 25,

    /// <summary>Which codes a linear probe is fitted to and which it is tested on.</summary>
    LinearProbe = 26,

    /// <summary>The initialization of a mixture fitted to the codes of a trained model.</summary>
    FittedMixture = 27,

    /// <summary>Which units of an LSTM are copied where it is widened, and how their weights are shared.</summary>
    Widening = 28,
}
