using System.Numerics;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>
/// Makes of raw drawings what Google publishes as simplified ones. The four steps are those of the data set's description: align to the top
/// left corner, scale to 0–255, resample at one pixel, drop points by Ramer, Douglas and Peucker with ε = 2. What the description leaves
/// open is as in Google's files, found by comparing them: arithmetic in double precision, positions along a stroke as weighted means of the
/// points on both sides, the end of a stroke always added, distances from the endless line by a cross product, the first of several farthest points, and
/// rounding, halves to the even number, at the very end. Safe for several threads.
/// </summary>
/// <param name="options">Which steps, and how; default all of them.</param>
/// <exception cref="InputException">An option is out of range.</exception>
public sealed class GoogleSimplification(GoogleSimplificationOptions? options = null)
{
    [ThreadStatic]
    private static Workspace? t_workspace;

    private readonly GoogleSimplificationOptions _options = (options ?? new GoogleSimplificationOptions()).Validate();

    /// <summary>Simplifies one drawing.</summary>
    /// <param name="strokes">Strokes in any unit, all coordinates finite; those without points are left out.</param>
    /// <returns>New strokes in pixels, as many as there were with points, each of at least one point.</returns>
    public Vector2[][] Apply(IReadOnlyList<Vector2[]> strokes)
    {
        ArgumentNullException.ThrowIfNull(strokes);
        Workspace workspace = t_workspace ??= new Workspace();
        Placement placement = Placement.Of(strokes, _options);
        double spacing = Math.Max(_options.Spacing, placement.LengthOf(strokes) / StrokeResampler.MostPoints);
        Vector2[][] result = new Vector2[placement.Strokes][];
        int written = 0;
        for (int i = 0; i < strokes.Count; i++)
        {
            if (strokes[i].Length > 0)
                result[written++] = Apply(strokes[i], placement, spacing, workspace);
        }

        if (workspace.IsLarge)
            t_workspace = null;
        return result;
    }

    private Vector2[] Apply(ReadOnlySpan<Vector2> stroke, Placement placement, double spacing, Workspace workspace)
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

        ReadOnlySpan<int> kept = workspace.Reducer.Reduce(x, y, _options.Epsilon);
        Vector2[] result = new Vector2[kept.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = Final(x[kept[i]], y[kept[i]]);
        return result;
    }

    private Vector2 Final(double x, double y) => _options.Round
        ? new Vector2((float)Math.Round(x, MidpointRounding.ToEven), (float)Math.Round(y, MidpointRounding.ToEven))
        : new Vector2((float)x, (float)y);

    /// <summary>The buffers of a thread, kept from one drawing to the next.</summary>
    private sealed class Workspace
    {
        private const int Large = 1 << 17; // points: 4 MB, far above any drawing by hand

        public PointBuffer Placed { get; } = new();

        public PointBuffer Resampled { get; } = new();

        public StrokeReducer Reducer { get; } = new();

        /// <summary>Whether it has grown too large to be kept.</summary>
        public bool IsLarge => Placed.Capacity > Large || Resampled.Capacity > Large;
    }
}
