namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>Where an edge crosses the middle of a sub-row.</summary>
/// <param name="X">Rounded to the nearest 1/256 pixel.</param>
/// <param name="Edge">Which edge of the polygon it is.</param>
internal readonly record struct Crossing(int X, int Edge);
