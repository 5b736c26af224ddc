namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A line of text on a sheet.</summary>
/// <param name="Text">What fits.</param>
/// <param name="Whole">What it was cut from.</param>
/// <param name="X">Its left end, or its middle.</param>
/// <param name="Baseline">Where the letters stand, from the top.</param>
/// <param name="Cap">Height of capitals.</param>
/// <param name="IsMuted">Whether it steps back behind the rest.</param>
/// <param name="IsCentred">Whether <paramref name="X"/> is its middle.</param>
internal sealed record PlacedText(string Text, string Whole, double X, double Baseline, double Cap, bool IsMuted, bool IsCentred);
