namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A disc on a sheet.</summary>
internal sealed record PlacedDisc(double X, double Y, double Radius);
