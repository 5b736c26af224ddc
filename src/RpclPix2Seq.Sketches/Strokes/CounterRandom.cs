namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// A counter-based generator: draw n of a key is the SplitMix64 finalizer (Steele, Lea and Flood, 2014) of key + n·γ. A key is mixed from
/// any numbers, such as (seed, epoch, sketch), so that what one sketch draws does not depend on what was drawn for others, nor on threads.
/// </summary>
public struct CounterRandom
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private readonly ulong _key;
    private ulong _counter;

    /// <summary>A generator of its own for the numbers of <paramref name="key"/>, in this order.</summary>
    public CounterRandom(params ReadOnlySpan<long> key)
    {
        ulong mixed = Gamma;
        foreach (long part in key)
            mixed = Mix(unchecked(mixed + Gamma) ^ Mix(unchecked((ulong)part + Gamma)));
        _key = mixed;
    }

    /// <summary>A generator of its own for a purpose and the numbers of <paramref name="key"/>.</summary>
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
/// What random numbers are for: draws for different purposes never share a key. A number once given is never used for another purpose.
/// </summary>
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
