using System.Numerics;

namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>
/// Turns raw drawings into simplified ones as Google publishes them. The four steps are those in the dataset's description: align to the
/// top left corner, scale to 0–255, resample at one pixel, drop points by Ramer–Douglas–Peucker with ε = 2. Details that the description
/// leaves open match Google's files, as found by comparison: arithmetic in double precision, positions along a stroke as weighted means of
/// the points on both sides, the end of a stroke always added, distances from the infinite line by a cross product, the first of several
/// farthest points, and rounding, halves to even, at the very end. Thread-safe.
/// </summary>
/// <param name="options">Which steps to take, and how; default all of them.</param>
/// <exception cref="InputException">An option is out of range.</exception>
internal sealed class GoogleSimplification(GoogleSimplificationOptions? options = null)
{
    [ThreadStatic]
    private static Workspace? t_workspace;

    private readonly GoogleSimplificationOptions _options = (options ?? new GoogleSimplificationOptions()).Validate();

    /// <summary>Simplifies one drawing.</summary>
    /// <param name="strokes">Strokes in any unit, all coordinates finite; those without points are left out.</param>
    /// <param name="isQuickDraw">Whether points are dropped by their distance from infinite lines, as in Google's files. Elsewhere it is
    /// that from segments, so that a stroke that doubles back keeps its length.</param>
    /// <returns>New strokes in pixels, one for each input stroke with points, each of at least one point.</returns>
    public Vector2[][] Apply(IReadOnlyList<Vector2[]> strokes, bool isQuickDraw = true)
    {
        Workspace workspace = t_workspace ??= new Workspace();
        Placement placement = Placement.Of(strokes, _options);
        double spacing = Math.Max(_options.Spacing, placement.LengthOf(strokes) / StrokeResampler.MostPoints);
        Vector2[][] result = new Vector2[placement.Strokes][];
        int written = 0;
        for (int i = 0; i < strokes.Count; i++)
        {
            if (strokes[i].Length > 0)
                result[written++] = Apply(strokes[i], placement, spacing, workspace, isQuickDraw);
        }

        if (workspace.IsLarge)
            t_workspace = null;
        return result;
    }

    private Vector2[] Apply(
        ReadOnlySpan<Vector2> stroke, Placement placement, double spacing, Workspace workspace, bool isQuickDraw)
    {
        workspace.Placed.Clear();
        foreach (Vector2 point in stroke)
            workspace.Placed.Add(placement.X(point.X), placement.Y(point.Y));
        PointBuffer points = workspace.Placed;
        if (_options.Resample)
        {
            points = workspace.Resampled;
            StrokeResampler.Resample(workspace.Placed, spacing, points);
        }

        ReadOnlySpan<double> x = points.X, y = points.Y;
        if (!_options.Reduce)
        {
            Vector2[] all = new Vector2[x.Length];
            for (int i = 0; i < all.Length; i++)
                all[i] = Final(x[i], y[i]);
            return all;
        }

        ReadOnlySpan<int> kept = workspace.Reducer.Reduce(x, y, _options.Epsilon, toSegment: !isQuickDraw);
        Vector2[] result = new Vector2[kept.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = Final(x[kept[i]], y[kept[i]]);
        return result;
    }

    private Vector2 Final(double x, double y) => _options.Round
        ? new Vector2((float)Math.Round(x, MidpointRounding.ToEven), (float)Math.Round(y, MidpointRounding.ToEven))
        : new Vector2((float)x, (float)y);

    /// <summary>A thread's buffers, kept from one drawing to the next.</summary>
    private sealed class Workspace
    {
        private const int Large = 1 << 17; // points: 4 MB, far above any hand drawing

        public PointBuffer Placed { get; } = new();

        public PointBuffer Resampled { get; } = new();

        public StrokeReducer Reducer { get; } = new();

        /// <summary>Whether it has grown too large to be kept.</summary>
        public bool IsLarge => Placed.Capacity > Large || Resampled.Capacity > Large;
    }
}

/// <summary>Which of the four published steps are taken, and how; the defaults are those of the Quick, Draw! dataset.</summary>
internal sealed record GoogleSimplificationOptions
{
    /// <summary>Step 1: move the drawing to the top left corner, so that its least x and its least y are 0.</summary>
    public bool Align { get; init; } = true;

    /// <summary>
    /// Step 2: scale the drawing, both axes equally, so that its longer side is <see cref="Size"/>. A drawing without extent stays as it
    /// is.
    /// </summary>
    public bool Scale { get; init; } = true;

    /// <summary>The longer side after step 2, in pixels; more than 0, at most 65,535.</summary>
    public double Size { get; init; } = 255;

    /// <summary>Step 3: replace the points of each stroke by points at equal distances along it, and its end.</summary>
    public bool Resample { get; init; } = true;

    /// <summary>The spacing of points along a stroke after step 3, in pixels; 0.01 to 1,000.</summary>
    public double Spacing { get; init; } = 1;

    /// <summary>Step 4: drop points by Ramer–Douglas–Peucker.</summary>
    public bool Reduce { get; init; } = true;

    /// <summary>The maximum distance of a dropped point from the line that replaces it, in pixels; 0 to 1,000.</summary>
    public double Epsilon { get; init; } = 2;

    /// <summary>At the end: round coordinates to whole pixels, halves to even, as in Google's files.</summary>
    public bool Round { get; init; } = true;

    /// <summary>Returns these options if all are in range.</summary>
    /// <exception cref="InputException">An option is out of range; names it, the value and the range.</exception>
    public GoogleSimplificationOptions Validate()
    {
        Check(nameof(Size), Size, Size > 0 && Size <= 65_535, "a number of pixels above 0 and at most 65535", "255");
        Check(nameof(Spacing), Spacing, Spacing is >= 0.01 and <= 1000, "a number of pixels from 0.01 to 1000", "1");
        Check(nameof(Epsilon), Epsilon, Epsilon is >= 0 and <= 1000, "a number of pixels from 0 to 1000", "2");
        return this;

        static void Check(string name, double value, bool isRight, string range, string example)
        {
            if (!isRight)
                throw new InputException($"simplification {name}", "", range, $"{value}", $"for example {example}");
        }
    }
}

/// <summary>Points in double precision, x and y in separate arrays; clearing keeps the storage.</summary>
internal sealed class PointBuffer
{
    private double[] _x = new double[512];
    private double[] _y = new double[512];
    private int _count;

    public int Capacity => _x.Length;

    public ReadOnlySpan<double> X => _x.AsSpan(0, _count);

    public ReadOnlySpan<double> Y => _y.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(double x, double y)
    {
        if (_count == _x.Length)
        {
            Array.Resize(ref _x, _count * 2);
            Array.Resize(ref _y, _count * 2);
        }

        (_x[_count], _y[_count]) = (x, y);
        _count++;
    }
}
