using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A slow random displacement along a stroke: a few sine waves with random lengths, phases and directions.</summary>
internal sealed class SmoothNoise
{
    private readonly (double Frequency, double Phase, Vector2 Push)[] _waves = new (double, double, Vector2)[4];

    /// <param name="random">Where lengths, phases and directions come from.</param>
    /// <param name="amplitude">Root mean square of the displacement, in the unit of the stroke.</param>
    /// <param name="shortest">Length of the shortest wave, in the unit of the stroke; the longest is five times as long.</param>
    public SmoothNoise(HandRandom random, float amplitude, float shortest)
    {
        for (int i = 0; i < _waves.Length; i++)
        {
            // Longer waves push further, as a hand drifts more than it trembles.
            double stretch = 1 + 4.0 * i / (_waves.Length - 1);
            double frequency = 2 * Math.PI / (shortest * stretch * random.Between(0.85f, 1.15f));
            double direction = random.Between(0, MathF.Tau);
            float push = amplitude * (float)Math.Sqrt(2 * stretch / 12);
            Vector2 towards = new((float)Math.Cos(direction), (float)Math.Sin(direction));
            _waves[i] = (frequency, random.Between(0, MathF.Tau), towards * push);
        }
    }

    /// <summary>The displacement at <paramref name="length"/> along the stroke.</summary>
    public Vector2 At(float length)
    {
        Vector2 sum = Vector2.Zero;
        foreach ((double frequency, double phase, Vector2 push) in _waves)
            sum += push * (float)Math.Sin(frequency * length + phase);
        return sum;
    }
}
