namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// How bright bare paper is at every place: a quadratic surface, which follows the light of a lamp or window but no line, fitted by least
/// squares to pixels of an even grid, over and over, each time without those that lie far from it. Starts from one level everywhere.
/// </summary>
internal sealed class PaperFit
{
    private const int GridSide = 96;
    private const int Terms = 6;
    private const int Rounds = 10;

    /// <summary>Two levels: paper that a program made is exactly even, and JPEG makes it less so.</summary>
    private const double LeastSpread = 2;

    /// <summary>Pixels that are further away from the surface are lines even where there are more of them than of bare paper.</summary>
    private const double FarthestReach = 64;

    /// <summary>
    /// Smaller pictures are made by programs; they have too few pixels of bare paper to tell a slope from the edges of lines.
    /// </summary>
    private const int LeastSlopedSide = 64;

    private readonly double[] _surface;
    private readonly Plane _picture;

    private PaperFit(Plane picture, double[] surface) => (_picture, _surface) = (picture, surface);

    /// <summary>Fits the surface.</summary>
    /// <param name="picture">Brightness, 0 to 255.</param>
    public static PaperFit Of(Plane picture)
    {
        (float[] values, double[] x, double[] y) = Grid(picture);
        double[] surface = new double[Terms];
        surface[0] = StartLevel(picture, values);
        PaperFit fit = new(picture, surface);
        double[] residuals = new double[values.Length];
        double stiffness = Math.Min(picture.Width, picture.Height) < LeastSlopedSide ? double.PositiveInfinity : 1e-6 * values.Length;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < values.Length; i++)
                residuals[i] = values[i] - fit.Value(x[i], y[i]);
            double[] sizes = [.. residuals.Select(Math.Abs)];
            Array.Sort(sizes);
            double reach = Math.Clamp(3 * 1.4826 * sizes[sizes.Length / 2], 3 * LeastSpread, FarthestReach);
            if (!LeastSquares(values, x, y, residuals, reach, stiffness, surface))
                break;
        }

        return fit;
    }

    /// <summary>The brightness of the paper along a row of pixels.</summary>
    public void Row(int y, Span<float> row)
    {
        double v = Place(y, _picture.Height);
        for (int x = 0; x < row.Length; x++)
            row[x] = (float)Math.Clamp(Value(Place(x, _picture.Width), v), 0, 255);
    }

    private static double Place(int pixel, int count) => ((2 * pixel) + 1.0 - count) / count;

    private double Value(double x, double y) =>
        _surface[0] + (_surface[1] * x) + (_surface[2] * y) + (_surface[3] * x * x) + (_surface[4] * x * y) + (_surface[5] * y * y);

    private static (float[] Values, double[] X, double[] Y) Grid(Plane picture)
    {
        int columns = Math.Min(GridSide, picture.Width), rows = Math.Min(GridSide, picture.Height);
        float[] values = new float[columns * rows];
        double[] x = new double[values.Length], y = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int px = (int)(((2L * (i % columns)) + 1) * picture.Width / (2 * columns));
            int py = (int)(((2L * (i / columns)) + 1) * picture.Height / (2 * rows));
            values[i] = picture.Row(py)[px];
            (x[i], y[i]) = (Place(px, picture.Width), Place(py, picture.Height));
        }

        return (values, x, y);
    }

    /// <summary>
    /// The median of the picture; where lines are so thick that few pixels are near that, the median of its sides if those are even, or
    /// else the commonest level if there is one.
    /// </summary>
    private static double StartLevel(Plane picture, float[] values)
    {
        const double near = 24, clear = 0.55, even = 0.9, common = 0.3;
        double middle = Median(values);
        if (ShareNear(values, middle, near) >= clear)
            return middle;
        List<float> sides = [.. picture.Row(0), .. picture.Row(picture.Height - 1)];
        for (int y = 0; y < picture.Height; y++)
        {
            sides.Add(picture.Row(y)[0]);
            sides.Add(picture.Row(y)[^1]);
        }

        double atSides = Median(sides);
        if (ShareNear(sides, atSides, near) >= even)
            return atSides;
        double commonest = Enumerable.Range(0, 256).MaxBy(level => ShareNear(values, level, near / 2));
        return ShareNear(values, commonest, near / 2) >= common ? commonest : middle;
    }

    private static double ShareNear(IReadOnlyCollection<float> values, double level, double near) =>
        (double)values.Count(value => Math.Abs(value - level) <= near) / values.Count;

    private static double Median(IEnumerable<float> values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>
    /// Solves the normal equations over the grid's points within <paramref name="reach"/>; false, and nothing changed, if too few are left.
    /// </summary>
    private static bool LeastSquares(
        float[] values, double[] x, double[] y, double[] residuals, double reach, double stiffness, double[] surface)
    {
        double[,] normal = new double[Terms, Terms + 1];
        Span<double> terms = stackalloc double[Terms];
        int used = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (Math.Abs(residuals[i]) > reach)
                continue;
            used++;
            (terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]) = (1, x[i], y[i], x[i] * x[i], x[i] * y[i], y[i] * y[i]);
            for (int r = 0; r < Terms; r++)
            {
                for (int c = r; c < Terms; c++)
                    normal[r, c] += terms[r] * terms[c];
                normal[r, Terms] += terms[r] * residuals[i];
            }
        }

        if (used < values.Length / 5)
            return false;
        for (int r = 1; r < Terms; r++)
        {
            for (int c = 0; c < r; c++)
                normal[r, c] = normal[c, r];
        }

        // Keeps a surface that few rows or columns do not determine as flat as it was.
        for (int r = 1; r < Terms; r++)
            normal[r, r] += stiffness;
        Solve(normal, terms);
        for (int r = 0; r < Terms; r++)
            surface[r] += terms[r];
        return true;
    }

    /// <summary>Gauss–Jordan elimination of a positive definite system, which needs no pivoting.</summary>
    private static void Solve(double[,] system, Span<double> solution)
    {
        for (int pivot = 0; pivot < Terms; pivot++)
        {
            for (int r = 0; r < Terms; r++)
            {
                if (r == pivot)
                    continue;
                double factor = system[r, pivot] / system[pivot, pivot];
                for (int c = pivot; c <= Terms; c++)
                    system[r, c] -= factor * system[pivot, c];
            }
        }

        for (int r = 0; r < Terms; r++)
            solution[r] = system[r, Terms] / system[r, r];
    }
}
