using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>Closed and open shapes that more than one category uses.</summary>
internal static class Shapes
{
    /// <summary>A rectangle, from its top left corner down and around; it ends where it begins.</summary>
    public static PenPath Box(float left, float top, float right, float bottom) =>
        new PenPath(left, top).Line(left, bottom).Line(right, bottom).Line(right, top).Line(left, top);

    /// <summary>
    /// A wing that begins and ends at <paramref name="root"/>, points along <paramref name="degrees"/> (0 right, −90 up) and is widest
    /// toward its round tip.
    /// </summary>
    public static PenPath Wing(Vector2 root, float degrees, float length, float width)
    {
        Vector2 At(float l, float w) => root + Turned(l * length, w * width, degrees);
        return new PenPath(root).Curve(
            At(0.33f, 0.36f), At(0.66f, 0.5f), At(0.88f, 0.38f), At(1, 0), At(0.88f, -0.38f), At(0.66f, -0.5f), At(0.33f, -0.36f), root);
    }

    /// <summary>
    /// A leaf that begins and ends at <paramref name="root"/>, points along <paramref name="degrees"/> (0 right, −90 up) and ends in a
    /// sharp tip.
    /// </summary>
    public static PenPath Leaf(Vector2 root, float degrees, float length, float width)
    {
        Vector2 At(float l, float w) => root + Turned(l * length, w * width, degrees);
        return new PenPath(root).Curve(At(0.25f, 0.4f), At(0.6f, 0.42f), At(1, 0)).Curve(At(0.6f, -0.42f), At(0.25f, -0.4f), root);
    }

    /// <summary>A leg: down to a flat foot and up again, open at the top.</summary>
    public static PenPath Leg(float left, float right, float top, float bottom) =>
        new PenPath(left, top).Line(left, bottom).Line(right, bottom).Line(right, top);

    private static Vector2 Turned(float along, float across, float degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        return new((float)(cos * along + sin * across), (float)(sin * along - cos * across));
    }
}
