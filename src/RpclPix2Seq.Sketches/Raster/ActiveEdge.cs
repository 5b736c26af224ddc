using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// An edge while the scanner steps down along it: only what the innermost loop reads, kept side by side in the order of x.
/// </summary>
internal struct ActiveEdge
{
    /// <summary>How many bits of the walk lie below 1/256 pixel.</summary>
    public const int WalkBits = 42;

    /// <summary>x in the middle of the current sub-row, in 2^−42 of 1/256 pixel, raised so that cutting its bits off rounds it to nearest.</summary>
    public long Walk;

    /// <summary>How far x goes a sub-row, in the same unit.</summary>
    public long Step;

    /// <summary>The first sub-row below the edge.</summary>
    public int End;

    /// <summary>+1 or −1: the way the outline runs along the edge.</summary>
    public int Direction;

    /// <summary>Which edge of the polygon it is.</summary>
    public int Index;

    /// <summary>Where the edge crosses the middle of the current sub-row, rounded to the nearest 1/256 pixel.</summary>
    public readonly int X
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => XOf(Walk);
    }

    /// <summary>The multiple of 1/256 pixel that a walk is at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int XOf(long walk) => (int)(walk >> WalkBits);

    /// <summary>The smallest walk at the same multiple of 1/256 pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Floor(long walk) => walk & (-1L << WalkBits);

    /// <summary><see cref="X"/> a pixel row further down.</summary>
    public readonly int NextRowX => XOf(Walk + (Polygon.SubRows * Step));

    /// <summary>Goes on to the same sub-row of the next pixel row.</summary>
    public void AdvanceRow() => Walk += Polygon.SubRows * Step;
}
