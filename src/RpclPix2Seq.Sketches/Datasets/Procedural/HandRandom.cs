using System.Text;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>The chances and choices of one sketch, keyed so that it depends on nothing that was drawn before it.</summary>
internal sealed class HandRandom
{
    private CounterRandom _random;

    /// <summary>A generator for place <paramref name="index"/> of what <paramref name="name"/> says.</summary>
    public HandRandom(ulong seed, string name, long index) => _random = new CounterRandom(unchecked((long)seed), Fnv1a(name), index);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => (float)_random.NextDouble(low, high);

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + _random.NextInt(high - low + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>
    /// Bell-shaped about 0 with standard deviation <paramref name="deviation"/>, and never beyond 2.5 of it: a hand slips, but not far.
    /// </summary>
    public float Slip(float deviation) => (float)(Math.Clamp(_random.NextNormal(), -2.5, 2.5) * deviation);

    /// <summary>Puts <paramref name="items"/> in a random order.</summary>
    public void Shuffle<T>(Span<T> items) => _random.Shuffle(items);

    // A hash of our own (Fowler, Noll and Vo): string.GetHashCode differs from run to run.
    private static long Fnv1a(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        return unchecked((long)hash);
    }
}
