namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>One entry of a zip file's central directory.</summary>
/// <param name="Name">The member's name as written.</param>
/// <param name="Deflated">True for deflate, false for stored.</param>
/// <param name="Crc">CRC-32 of the unfolded bytes.</param>
/// <param name="StoredLength">Bytes in the file.</param>
/// <param name="Length">Bytes after unfolding, as declared.</param>
/// <param name="HeaderOffset">Where the local header starts in the file.</param>
/// <param name="DirectoryOffset">Where this entry starts in the file.</param>
internal sealed record ZipMember(
    string Name, bool Deflated, uint Crc, long StoredLength, long Length, long HeaderOffset, long DirectoryOffset);
