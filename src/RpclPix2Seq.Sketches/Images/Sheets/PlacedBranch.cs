namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A branch on a sheet: a curve that leaves and arrives level, with control points halfway between its ends.</summary>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
/// <param name="Width">Thickness.</param>
internal sealed record PlacedBranch((double X, double Y) From, (double X, double Y) To, double Width)
{
    private const int Pieces = 32;

    /// <summary>The x of both control points.</summary>
    public double Bend => (From.X + To.X) / 2;

    /// <summary>The curve as a polyline, enlarged.</summary>
    public (double X, double Y)[] Points(double scale) =>
    [
        .. Enumerable.Range(0, Pieces + 1).Select(i =>
        {
            double t = (double)i / Pieces, s = 1 - t;
            double x = (s * s * s * From.X) + (3 * s * t * Bend) + (t * t * t * To.X);
            double y = double.Lerp(From.Y, To.Y, t * t * (3 - (2 * t)));
            return (x * scale, y * scale);
        }),
    ];
}
