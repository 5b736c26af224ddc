namespace RpclPix2Seq.Models;

/// <summary>A file of a checkpoint, as its manifest describes it.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">SHA-256 of them, in lower-case hexadecimal.</param>
public sealed record ManifestFile(string Name, long Size, string Sha256);
