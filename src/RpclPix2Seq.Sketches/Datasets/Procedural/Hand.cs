using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// Someone's hand, for one sketch: it follows <see cref="PenPath"/>s as people do. Lines wobble, closed shapes do not quite close or run
/// past their start, strokes start a little off and may go in the opposite direction, and the whole sheet is a little rotated, sheared and
/// stretched.
/// </summary>
internal sealed class Hand
{
    private readonly HandRandom _random;
    private readonly HandHabits _habits;
    private readonly List<Vector2[]> _strokes = [];

    public Hand(HandRandom random)
    {
        _random = random;
        _habits = HandHabits.Of(random);
    }

    /// <summary>What was drawn, stroke by stroke, in sheet units before the sheet is rotated.</summary>
    public IReadOnlyList<Vector2[]> Strokes => _strokes;

    /// <summary>How this hand draws.</summary>
    public HandHabits Habits => _habits;

    /// <inheritdoc cref="HandRandom.Between(float, float)"/>
    public float Between(float low, float high) => _random.Between(low, high);

    /// <inheritdoc cref="HandRandom.Between(int, int)"/>
    public int Between(int low, int high) => _random.Between(low, high);

    /// <inheritdoc cref="HandRandom.Chance"/>
    public bool Chance(double probability) => _random.Chance(probability);

    /// <inheritdoc cref="HandRandom.Slip"/>
    public float Slip(float deviation) => _random.Slip(deviation);

    /// <summary>Draws a line that is open at both ends.</summary>
    public void Line(PenPath path)
    {
        List<Vector2> points = [.. path.Points];
        float length = Length(points);
        Lengthen(points, Math.Clamp(_random.Slip(0.9f), -0.06f * length, 0.06f * length));
        points.Reverse();
        Lengthen(points, Math.Clamp(_random.Slip(0.9f) + 0.3f, -0.06f * length, 0.08f * length));

        // The list is reversed now; usually it is reversed back, but sometimes the hand starts at the other end.
        if (!_random.Chance(_habits.Contrariness))
            points.Reverse();
        Put(points);
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(Vector2 from, Vector2 to) => Line(new PenPath(from).Line(to));

    /// <summary>Draws a closed shape that may start anywhere near its usual start.</summary>
    public void Loop(PenPath path) => Close(path, _random.Chance(0.15) ? _random.Between(0f, 1f) : _random.Slip(0.05f));

    /// <summary>Draws a closed shape from exactly the corner at which its path begins.</summary>
    public void LoopFromCorner(PenPath path) => Close(path, 0);

    /// <summary>Draws a short upright tick: a nostril.</summary>
    public void Tick(Vector2 at, float half) =>
        Line(at - new Vector2(_random.Slip(0.3f), half), at + new Vector2(_random.Slip(0.3f), half));

    /// <summary>Draws a small mark, an eye or a spot: a tiny ring or a tick, depending on the hand's habits.</summary>
    public void Dot(Vector2 at, float radius)
    {
        if (_habits.DotsAreRings)
            Loop(new Oval(at, radius, radius * _random.Between(0.9f, 1.3f)).Outline());
        else
            Tick(at, radius);
    }

    /// <summary>Draws groups of strokes in an order of the hand's own.</summary>
    public void InAnyOrder(params Action[] groups)
    {
        _random.Shuffle<Action>(groups);
        foreach (Action group in groups)
            group();
    }

    private void Close(PenPath path, float shift)
    {
        List<Vector2> ring = [.. path.Points];
        if (Vector2.Distance(ring[0], ring[^1]) < 1e-3f)
            ring.RemoveAt(ring.Count - 1);
        if (_random.Chance(_habits.Contrariness))
            ring.Reverse(1, ring.Count - 1);

        int start = (int)MathF.Floor(shift * ring.Count);
        float length = Length(ring);
        float overrun = (_habits.Overrun + _random.Slip(0.025f)) * length;
        overrun = Math.Clamp(overrun, -Math.Min(4, 0.06f * length), Math.Min(8, 0.12f * length));
        int count = ring.Count + (int)(overrun / length * ring.Count);
        List<Vector2> points = new(count);
        for (int i = 0; i < count; i++)
            points.Add(ring[((start + i) % ring.Count + ring.Count) % ring.Count]);

        // The end misses the start: the path around is gradually displaced.
        float miss = Math.Min(2.2f, 0.014f * length);
        Vector2 drift = new(_random.Slip(miss), _random.Slip(miss));
        for (int i = 0; i < points.Count; i++)
        {
            float t = i / (float)points.Count;
            points[i] += drift * (t * t * (3 - 2 * t) - 0.5f);
        }

        Put(points);
    }

    private void Put(List<Vector2> points)
    {
        // A short stroke cannot wander as far as a long one.
        float length = Length(points);
        float room = Math.Min(1, length / 45);
        SmoothNoise wobble = new(_random, _habits.Wobble * room, Math.Max(8, 34 * room));
        Vector2 slip = new(_random.Slip(_habits.Misplacement * room), _random.Slip(_habits.Misplacement * room));
        Vector2[] drawn = new Vector2[points.Count];
        float traveled = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            if (i > 0)
                traveled += Vector2.Distance(points[i - 1], points[i]);
            drawn[i] = points[i] + slip + wobble.At(traveled);
        }

        _strokes.Add(drawn);
    }

    /// <summary>Continues past the end by <paramref name="by"/>, or stops short of it if that is negative.</summary>
    private static void Lengthen(List<Vector2> points, float by)
    {
        while (by < 0 && points.Count > 2)
        {
            by += Vector2.Distance(points[^1], points[^2]);
            points.RemoveAt(points.Count - 1);
        }

        Vector2 direction = points[^1] - points[Math.Max(0, points.Count - 4)];
        if (by > 0 && direction.Length() > 0)
            points.Add(points[^1] + Vector2.Normalize(direction) * by);
    }

    private static float Length(List<Vector2> points)
    {
        float length = 0;
        for (int i = 1; i < points.Count; i++)
            length += Vector2.Distance(points[i - 1], points[i]);
        return length;
    }
}

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
            Vector2 toward = new((float)Math.Cos(direction), (float)Math.Sin(direction));
            _waves[i] = (frequency, random.Between(0, MathF.Tau), toward * push);
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

/// <summary>The random choices of one sketch, keyed so that they do not depend on anything drawn before.</summary>
internal sealed class HandRandom
{
    private CounterRandom _random;

    /// <summary>A generator for position <paramref name="index"/> of the sequence called <paramref name="name"/>.</summary>
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
