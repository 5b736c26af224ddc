using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>
/// Moves points of a map until they are as near as their codes (McInnes, Healy and Melville, 2018, §3.2 and algorithm 5): neighbors attract
/// each other, more often the more certain they are, and each time push away a few other points chosen at random. Points move one after
/// another, so that the same seed gives the same map.
/// </summary>
internal sealed class MapOptimizer
{
    // Other codes that a code is pushed away from whenever it is drawn to a neighbor.
    private const int NegativeSamples = 5;

    private const double LongestStep = 4;
    private const double LeastDistance = 1e-3;
    private readonly double[] _places; // [N, 2]
    private readonly Pull[] _pulls;
    private readonly NearnessCurve _curve;
    private readonly UmapOptions _options;
    private readonly int _epochs;

    /// <param name="places">The initial points [N, 2]; changed in place.</param>
    /// <param name="edges">Which codes are near to each other.</param>
    /// <param name="epochs">Number of passes; a code is drawn to its most certain neighbors in all of them.</param>
    /// <param name="options">The other settings.</param>
    public MapOptimizer(double[] places, IReadOnlyList<NeighborEdge> edges, int epochs, UmapOptions options)
    {
        (_places, _epochs, _options) = (places, epochs, options);
        _curve = NearnessCurve.For(options.MinimumDistance);
        double surest = edges.Select(edge => edge.Weight).DefaultIfEmpty(1).Max();
        _pulls =
        [
            .. edges.Where(edge => edge.Weight * epochs >= surest).SelectMany(edge => (Pull[])
                [Draw(edge.First, edge.Second, surest / edge.Weight), Draw(edge.Second, edge.First, surest / edge.Weight)]),
        ];

        static Pull Draw(int mover, int other, double every) => new(mover, other, every, every);
    }

    /// <summary>Moves the points.</summary>
    /// <param name="done">Called with how many passes are done.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public void Run(Action<int>? done, CancellationToken cancellationToken)
    {
        for (int epoch = 1; epoch <= _epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CounterRandom random = new(RandomPurpose.Maps, _options.Seed, epoch);
            double rate = 1 - ((epoch - 1.0) / _epochs);
            for (int i = 0; i < _pulls.Length; i++)
            {
                ref Pull pull = ref _pulls[i];
                if (pull.Next > epoch)
                    continue;
                pull.Next += pull.Every;
                Attract(pull.Mover, pull.Other, rate);
                for (int n = 0; n < NegativeSamples; n++)
                    Repel(pull.Mover, random.NextInt(_places.Length / 2), rate);
            }

            done?.Invoke(epoch);
        }
    }

    private void Attract(int mover, int other, double rate)
    {
        double dx = _places[2 * mover] - _places[2 * other], dy = _places[(2 * mover) + 1] - _places[(2 * other) + 1];
        double squared = (dx * dx) + (dy * dy);
        if (squared <= 0)
            return;
        double power = Math.Pow(squared, _curve.B);
        double pull = -2 * _curve.A * _curve.B * power / (squared * ((_curve.A * power) + 1));
        (double x, double y) =
            (rate * Math.Clamp(pull * dx, -LongestStep, LongestStep), rate * Math.Clamp(pull * dy, -LongestStep, LongestStep));
        _places[2 * mover] += x;
        _places[(2 * mover) + 1] += y;
        _places[2 * other] -= x;
        _places[(2 * other) + 1] -= y;
    }

    private void Repel(int mover, int other, double rate)
    {
        double dx = _places[2 * mover] - _places[2 * other], dy = _places[(2 * mover) + 1] - _places[(2 * other) + 1];
        double squared = (dx * dx) + (dy * dy);
        if (squared <= 0)
            return;
        double push = 2 * _curve.B / ((LeastDistance + squared) * ((_curve.A * Math.Pow(squared, _curve.B)) + 1));
        _places[2 * mover] += rate * Math.Clamp(push * dx, -LongestStep, LongestStep);
        _places[(2 * mover) + 1] += rate * Math.Clamp(push * dy, -LongestStep, LongestStep);
    }

    /// <summary>One code that is drawn to another.</summary>
    /// <param name="Mover">The code.</param>
    /// <param name="Other">The other code.</param>
    /// <param name="Every">Passes from one pull to the next, at least 1.</param>
    /// <param name="Next">The pass of the next pull.</param>
    private record struct Pull(int Mover, int Other, double Every, double Next);
}
