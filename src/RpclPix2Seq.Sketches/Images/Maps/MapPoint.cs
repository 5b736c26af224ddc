using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>A drawing at its place on a map.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Group">Which of the map's groups it belongs to.</param>
/// <param name="Cell">The drawing; an empty cell for a point without one.</param>
public sealed record MapPoint(double X, double Y, int Group, SheetCell Cell);
