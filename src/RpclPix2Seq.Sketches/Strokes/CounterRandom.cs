namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// A counter-based generator: draw n of a key is the SplitMix64 finaliser (Steele, Lea and Flood, 2014) of key + n·γ. A key is mixed from
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

    /// <summary>Uniform in 0 … <paramref name="limit"/> − 1 (Lemire's multiplication; its bias is below 2⁻³² for limits of an int).</summary>
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
