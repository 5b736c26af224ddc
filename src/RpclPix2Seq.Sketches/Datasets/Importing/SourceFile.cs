namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>A file to import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsNamed">Whether the user named it, so that it must be readable; otherwise a folder or a pattern led to it.</param>
/// <param name="Length">Its bytes when it was found.</param>
/// <param name="IsAlone">Whether it is the only source that the user named.</param>
public readonly record struct SourceFile(string Path, bool IsNamed, long Length, bool IsAlone = false);
