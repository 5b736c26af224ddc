namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>
/// The nearness of two points of the map: 1/(1 + a·d^2b), fitted by least squares to 1 up to the minimum distance and exp(−(d − minimum))
/// beyond it, on 300 distances from 0 to 3 (McInnes, Healy and Melville, 2018, definition 11).
/// </summary>
/// <param name="A">a.</param>
/// <param name="B">b.</param>
internal readonly record struct NearnessCurve(double A, double B)
{
    private const int Samples = 300, Iterations = 200;
    private const double Farthest = 3;

    /// <summary>Fits the curve, by damped Gauss-Newton steps (Levenberg and Marquardt).</summary>
    public static NearnessCurve For(double minimumDistance)
    {
        NearnessCurve curve = new(1, 1);
        double damping = 1e-3, error = curve.Error(minimumDistance);
        for (int i = 0; i < Iterations; i++)
        {
            NearnessCurve next = curve.Step(minimumDistance, damping);
            double now = next is { A: > 0, B: > 0 } ? next.Error(minimumDistance) : double.PositiveInfinity;
            if (now < error)
                (curve, error, damping) = (next, now, damping / 3);
            else
                damping *= 4;
        }

        return curve;
    }

    private static IEnumerable<double> Distances => Enumerable.Range(1, Samples - 1).Select(i => Farthest * i / (Samples - 1));

    private static double Wanted(double distance, double minimum) => distance < minimum ? 1 : Math.Exp(minimum - distance);

    private double At(double distance) => 1 / (1 + (A * Math.Pow(distance, 2 * B)));

    private double Error(double minimum)
    {
        NearnessCurve curve = this;
        return Distances.Sum(d => Math.Pow(curve.At(d) - Wanted(d, minimum), 2));
    }

    private NearnessCurve Step(double minimum, double damping)
    {
        double aa = 0, ab = 0, bb = 0, ga = 0, gb = 0;
        foreach (double d in Distances)
        {
            double value = At(d), power = Math.Pow(d, 2 * B), rest = value - Wanted(d, minimum);
            double da = -value * value * power, db = da * A * 2 * Math.Log(d);
            (aa, ab, bb) = (aa + (da * da), ab + (da * db), bb + (db * db));
            (ga, gb) = (ga + (da * rest), gb + (db * rest));
        }

        (aa, bb) = (aa * (1 + damping), bb * (1 + damping));
        double determinant = (aa * bb) - (ab * ab);
        return new NearnessCurve(A - (((bb * ga) - (ab * gb)) / determinant), B - (((aa * gb) - (ab * ga)) / determinant));
    }
}
