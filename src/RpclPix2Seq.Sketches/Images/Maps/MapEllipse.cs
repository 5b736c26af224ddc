namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>A Gaussian on the plane of a map: a label at its mean, and an ellipse of two standard deviations about it, which holds 86 % of it.</summary>
/// <param name="Label">A character or two.</param>
/// <param name="X">The mean, to the right.</param>
/// <param name="Y">The mean, upwards.</param>
/// <param name="XX">The variance along x.</param>
/// <param name="XY">The covariance.</param>
/// <param name="YY">The variance along y.</param>
/// <param name="Colour">The number of its <see cref="GroupColour"/>, 0 or more; null for grey, where colours stand for something else.</param>
public sealed record MapEllipse(string Label, double X, double Y, double XX, double XY, double YY, int? Colour)
{
    private const double Deviations = 2;

    /// <summary>Places around the ellipse; the last is the first once more.</summary>
    /// <param name="sides">How many sides it has.</param>
    public (double X, double Y)[] Outline(int sides)
    {
        // The Cholesky factor of the covariance takes a circle to the ellipse.
        double a = Math.Sqrt(Math.Max(XX, 0)), b = a > 0 ? XY / a : 0, c = Math.Sqrt(Math.Max(YY - (b * b), 0));
        return
        [
            .. Enumerable.Range(0, sides + 1).Select(i => double.SinCos(2 * Math.PI * (i % sides) / sides))
                .Select(angle => (X + (Deviations * a * angle.Cos), Y + (Deviations * ((b * angle.Cos) + (c * angle.Sin))))),
        ];
    }
}
