namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>A point or a vector on the picture, in multiples of 1/256 pixel, y pointing down.</summary>
internal readonly record struct FixedPoint(int X, int Y)
{
    public static FixedPoint operator +(FixedPoint a, FixedPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static FixedPoint operator -(FixedPoint a, FixedPoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>The z component of the cross product: positive if <paramref name="b"/> points clockwise of this vector as seen on the picture.</summary>
    public long Cross(FixedPoint b) => ((long)X * b.Y) - ((long)Y * b.X);

    /// <summary>The scalar product.</summary>
    public long Dot(FixedPoint b) => ((long)X * b.X) + ((long)Y * b.Y);
}
