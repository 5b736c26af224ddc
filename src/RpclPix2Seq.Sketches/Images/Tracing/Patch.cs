namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>A connected patch of pixels.</summary>
/// <param name="Area">Its pixels.</param>
/// <param name="Left">The leftmost column.</param>
/// <param name="Top">The uppermost row.</param>
/// <param name="Right">The rightmost column.</param>
/// <param name="Bottom">The lowest row.</param>
internal readonly record struct Patch(int Area, int Left, int Top, int Right, int Bottom);
