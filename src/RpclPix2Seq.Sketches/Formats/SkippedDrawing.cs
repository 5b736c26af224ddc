namespace RpclPix2Seq.Sketches.Formats;

/// <summary>A drawing that could not be used; the import goes on, counts it and tells.</summary>
/// <param name="Where">Where in its file it is: "line 17".</param>
/// <param name="Reason">A short reason that many can share, to count by: "not JSON", "a coordinate that is not finite".</param>
/// <param name="Detail">What exactly was found, short and without control characters; may be empty.</param>
public readonly record struct SkippedDrawing(string Where, string Reason, string Detail = "");
