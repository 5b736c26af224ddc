using System.Numerics;

namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>How a drawing is moved and scaled: steps 1 and 2.</summary>
internal readonly record struct Placement(int Strokes, double OffsetX, double OffsetY, double Size, double Extent)
{
    /// <summary>Measures a drawing.</summary>
    public static Placement Of(IReadOnlyList<Vector2[]> strokes, GoogleSimplificationOptions options)
    {
        Vector2 least = new(float.PositiveInfinity), most = new(float.NegativeInfinity);
        int count = 0;
        for (int i = 0; i < strokes.Count; i++)
        {
            count += strokes[i].Length > 0 ? 1 : 0;
            foreach (Vector2 point in strokes[i])
            {
                least = Vector2.Min(least, point);
                most = Vector2.Max(most, point);
            }
        }

        if (count == 0)
            return default;
        double extent = Math.Max((double)most.X - least.X, (double)most.Y - least.Y);
        (double x, double y) = options.Align ? (least.X, least.Y) : (0f, 0f);
        return options.Scale && extent > 0 ? new Placement(count, x, y, options.Size, extent) : new Placement(count, x, y, 1, 1);
    }

    /// <summary>The new position of an x.</summary>
    public double X(float x) => (x - OffsetX) * Size / Extent;

    /// <summary>The new position of a y.</summary>
    public double Y(float y) => (y - OffsetY) * Size / Extent;

    /// <summary>The length of the pen's path on paper, in pixels after placement.</summary>
    public double LengthOf(IReadOnlyList<Vector2[]> strokes)
    {
        double length = 0;
        for (int i = 0; i < strokes.Count; i++)
        {
            ReadOnlySpan<Vector2> stroke = strokes[i];
            for (int k = 1; k < stroke.Length; k++)
            {
                double dx = (double)stroke[k].X - stroke[k - 1].X, dy = (double)stroke[k].Y - stroke[k - 1].Y;
                length += Math.Sqrt((dx * dx) + (dy * dy));
            }
        }

        return length * Size / Extent;
    }
}
