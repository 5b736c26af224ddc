using System.Buffers.Binary;
using System.IO.Hashing;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>Containers of sketches with correct checksums, whatever is in them.</summary>
internal static class ContainerEnvelope
{
    /// <summary>
    /// The same bytes with the header's checksum corrected, and those of all blocks if the layout that the header claims is that of the
    /// file; one in eight is left as it is.
    /// </summary>
    public static byte[] Seal(byte[] file, int variant)
    {
        if (variant % 8 == 0 || file.Length < ContainerLayout.HeaderBytes + ContainerLayout.FooterBytes)
            return file;
        byte[] result = [.. file];
        Span<byte> header = result.AsSpan(0, ContainerLayout.HeaderBytes);
        ulong ofHeader = XxHash3.HashToUInt64(header[..ContainerHeader.ChecksumAt]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[ContainerHeader.ChecksumAt..], ofHeader);
        long sketches = BinaryPrimitives.ReadInt64LittleEndian(header[16..]), points = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        bool isFloat = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == 1;
        if (sketches is < 0 or > int.MaxValue || points is < 0 or > ContainerLayout.MaxPoints)
            return result;
        ContainerLayout layout = new((int)sketches, points, isFloat ? OffsetType.Float32 : OffsetType.Int16);
        if (layout.Length != result.Length)
            return result;
        Span<byte> table = result.AsSpan((int)layout.Checksums, 8 * (int)layout.Blocks);
        for (int block = 0; block < layout.Blocks; block++)
        {
            (long start, int length) = layout.Block(block);
            BinaryPrimitives.WriteUInt64LittleEndian(table[(8 * block)..], XxHash3.HashToUInt64(result.AsSpan((int)start, length)));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan((int)layout.Footer), ContainerOutput.WholeChecksum(header, table));
        return result;
    }
}
