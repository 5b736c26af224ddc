namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>How far an import is.</summary>
/// <param name="Drawings">Drawings that were read.</param>
/// <param name="File">The file that is being read.</param>
public readonly record struct ImportProgress(long Drawings, string File);
