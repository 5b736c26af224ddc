using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>An ellipse: the body or head that the parts of an animal are placed on.</summary>
/// <param name="Center">Its center.</param>
/// <param name="RadiusX">Half its width before tilting.</param>
/// <param name="RadiusY">Half its height before tilting.</param>
/// <param name="Tilt">Degrees by which it is rotated clockwise.</param>
internal readonly record struct Oval(Vector2 Center, float RadiusX, float RadiusY, float Tilt = 0)
{
    /// <summary>The point (u, v) in the oval's own coordinates, in which it is the unit circle.</summary>
    public Vector2 At(float u, float v)
    {
        (double sin, double cos) = Math.SinCos(Tilt * Math.PI / 180);
        (double x, double y) = (u * RadiusX, v * RadiusY);
        return Center + new Vector2((float)(cos * x - sin * y), (float)(sin * x + cos * y));
    }

    /// <summary>
    /// The point on the rim at <paramref name="degrees"/>, 0 to the right and −90 at the top; <paramref name="reach"/> times as far out.
    /// </summary>
    public Vector2 Rim(float degrees, float reach = 1)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        return At((float)cos * reach, (float)sin * reach);
    }

    /// <summary>Whether <paramref name="place"/> is inside.</summary>
    public bool Contains(Vector2 place)
    {
        (double sin, double cos) = Math.SinCos(-Tilt * Math.PI / 180);
        Vector2 d = place - Center;
        double u = (cos * d.X - sin * d.Y) / RadiusX, v = (sin * d.X + cos * d.Y) / RadiusY;
        return u * u + v * v < 1;
    }

    /// <summary>Along the rim from one angle to another (degrees; counter-clockwise on paper where the second is smaller).</summary>
    public PenPath Arc(float fromDegrees, float toDegrees)
    {
        PenPath path = new(Rim(fromDegrees));
        int steps = Math.Max(8, (int)(Math.Abs(toDegrees - fromDegrees) * Math.Max(RadiusX, RadiusY) / 30));
        for (int i = 1; i <= steps; i++)
            path.Line(Rim(fromDegrees + (toDegrees - fromDegrees) * i / steps));
        return path;
    }

    /// <summary>The whole rim as people draw it: from the top and counter-clockwise.</summary>
    public PenPath Outline() => Arc(-90, -450);

    /// <summary>
    /// A stripe across: from the top of the rim to the bottom at <paramref name="u"/>, bowed by <paramref name="bow"/> (both in the oval's
    /// own coordinates).
    /// </summary>
    public PenPath StripeDown(float u, float bow)
    {
        float v = MathF.Sqrt(1 - u * u);
        return new PenPath(At(u, -v)).Curve(At(u + bow, 0), At(u, v));
    }

    /// <summary>
    /// A stripe across: from the left of the rim to the right at <paramref name="v"/>, bowed by <paramref name="bow"/> (both in the oval's
    /// own coordinates).
    /// </summary>
    public PenPath StripeAcross(float v, float bow)
    {
        float u = MathF.Sqrt(1 - v * v);
        return new PenPath(At(-u, v)).Curve(At(0, v + bow), At(u, v));
    }
}
