namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>A drawing or file that was left out, as an example of why.</summary>
/// <param name="File">The file's path, as it was found.</param>
/// <param name="Where">Where in it: "line 17"; empty for the file as a whole.</param>
/// <param name="Detail">What exactly was found; may be empty.</param>
/// <param name="Weight">How bad it is, for reasons that have a measure: its points or strokes, its copies; otherwise 0.</param>
public readonly record struct ImportOffender(string File, string Where, string Detail, long Weight = 0);
