using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Device coordinates as 24.8 fixed-point numbers: whole multiples of 1/256 pixel in an <see cref="int"/>. Everything after the frame is
/// computed with them, because the exact levels of a picture depend on where points are rounded (docs/original.md §2.7).
/// </summary>
internal static class Fixed
{
    /// <summary>The number of bits below one pixel.</summary>
    public const int FractionBits = 8;

    /// <summary>One pixel.</summary>
    public const int One = 1 << FractionBits;

    /// <summary>The bits below one pixel.</summary>
    public const int FractionMask = One - 1;

    /// <summary>
    /// How far the ends of a line may be from the origin, in pixels. Far below the range of 24.8 bits, so that twice the denominator of an
    /// edge (30 times a difference of coordinates) fits in 32 bits and products of differences fit in 64 bits, without checks.
    /// </summary>
    public const int LargestPixel = 1 << 16;

    // How far away the lifted pen may be: sums of such moves and their rounding are still exact.
    private const double FarthestMove = 1L << 43;

    // Adding 1.5·2^(52−8) leaves a double whose last bit is worth 1/256: the addition itself rounds, half to even, and the low 32 bits of
    // the sum are the fixed-point number.
    private const double RoundingAnchor = 1.5 * (1L << (52 - FractionBits));

    /// <summary>The multiple of 1/256 nearest to <paramref name="pixels"/>, ties to even. |pixels| must be below 2^23.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FromDouble(double pixels) => (int)BitConverter.DoubleToInt64Bits(pixels + RoundingAnchor);

    /// <summary>The exact value in pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(int value) => value * (1.0 / One);

    /// <summary>
    /// The multiple of 1/256 nearest to <paramref name="pixels"/>, ties to even; false if it is not finite or too large even for a move.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFromDouble(double pixels, out long value)
    {
        bool fits = Math.Abs(pixels) <= FarthestMove;
        value = fits ? double.ConvertToIntegerNative<long>(Math.Round(pixels * One)) : 0;
        return fits;
    }

    /// <summary>Whether a line may begin or end there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDrawable(long x, long y) => Math.Max(Math.Abs(x), Math.Abs(y)) <= LargestPixel * (long)One;

    /// <summary>Whether the lifted pen may be moved there.</summary>
    public static bool IsReachable(long x, long y) => Math.Max(Math.Abs(x), Math.Abs(y)) <= (long)FarthestMove * One;
}

/// <summary>A point or a vector on the picture, in multiples of 1/256 pixel, y pointing down.</summary>
internal readonly record struct FixedPoint(int X, int Y)
{
    public static FixedPoint operator +(FixedPoint a, FixedPoint b) => new(a.X + b.X, a.Y + b.Y);

    public static FixedPoint operator -(FixedPoint a, FixedPoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>
    /// The z component of the cross product: positive if <paramref name="b"/> points clockwise of this vector as seen on the picture.
    /// </summary>
    public long Cross(FixedPoint b) => ((long)X * b.Y) - ((long)Y * b.X);

    /// <summary>The scalar product.</summary>
    public long Dot(FixedPoint b) => ((long)X * b.X) + ((long)Y * b.Y);
}
