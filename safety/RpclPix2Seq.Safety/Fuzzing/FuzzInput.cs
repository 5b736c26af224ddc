namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>The bytes of one execution, and the file that holds them for readers that need a path.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Path">A file with these bytes; empty for targets that read from memory.</param>
internal readonly record struct FuzzInput(byte[] Bytes, string Path);
