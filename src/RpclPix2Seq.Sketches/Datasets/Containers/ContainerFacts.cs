namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>One finished container.</summary>
/// <param name="File">Its name, without folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Checksum">XxHash3 of its header and of the checksums of all its blocks: it stands for every byte of the file.</param>
/// <param name="Offsets">How it holds offsets.</param>
/// <param name="Statistics">What is in it.</param>
public sealed record ContainerFacts(string File, long Bytes, ulong Checksum, OffsetType Offsets, SplitStatistics Statistics);
