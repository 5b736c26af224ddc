using System.Buffers;
using System.Buffers.Binary;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>Tables of variables (the .index of a TensorFlow checkpoint) with correct checksums, whatever is in them.</summary>
internal static class TableEnvelope
{
    private const int FooterBytes = 48;

    /// <summary>A table of entries as they are.</summary>
    public static byte[] Of(params ReadOnlySpan<(byte[] Key, byte[] Value)> entries)
    {
        using MemoryStream stream = new();
        SortedTableWriter table = new(stream);
        foreach ((byte[] key, byte[] value) in entries)
            table.Add(key, value);
        table.Finish();
        return stream.ToArray();
    }

    /// <summary>A table with one block of given bytes, whatever they are.</summary>
    /// <param name="block">Entries, restarts and their number; or what claims to be their packed form.</param>
    /// <param name="kind">The kind of compression.</param>
    public static byte[] OfBlock(byte[] block, byte kind = 0)
    {
        ArrayBufferWriter<byte> place = new();
        new BlockPlace(0, block.Length).Write(place);
        byte[] list = [0, 1, (byte)place.WrittenCount, 0x7A, .. place.WrittenSpan, 0, 0, 0, 0, 1, 0, 0, 0];
        byte[] sealedBlock = Sealed(block, kind);
        return [.. sealedBlock, .. Sealed(list, 0), .. Footer(sealedBlock.Length, list.Length)];
    }

    /// <summary>A footer that says where the list of blocks is.</summary>
    public static byte[] Footer(long offset, long size)
    {
        ArrayBufferWriter<byte> places = new();
        new BlockPlace(0, 0).Write(places);
        new BlockPlace(offset, size).Write(places);
        byte[] footer = new byte[FooterBytes];
        places.WrittenSpan.CopyTo(footer);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(FooterBytes - sizeof(ulong)), SortedTable.Magic);
        return footer;
    }

    /// <summary>The same bytes with the checksums corrected of all blocks that the footer leads to; one in eight is left as is.</summary>
    public static byte[] Repair(byte[] file, int variant)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (variant % 8 == 0 || file.Length < FooterBytes)
            return file;
        byte[] repaired = [.. file];
        try
        {
            int at = file.Length - FooterBytes;
            _ = BlockPlace.Read(repaired, ref at);
            BlockPlace list = BlockPlace.Read(repaired, ref at);
            int end = (int)Math.Min(list.Offset + list.Size, repaired.Length);
            for (at = (int)list.Offset; at < end;)
            {
                VarInts.Read(repaired, ref at);
                int key = VarInts.Read(repaired, ref at, file.Length), value = VarInts.Read(repaired, ref at, file.Length);
                int start = at += key;
                Seal(repaired, BlockPlace.Read(repaired, ref start));
                at += value;
            }

            Seal(repaired, list);
        }
        catch (InvalidDataException)
        {
            // What leads nowhere has no checksum.
        }

        return repaired;
    }

    private static byte[] Sealed(byte[] block, byte kind)
    {
        byte[] all = [.. block, kind, 0, 0, 0, 0];
        Seal(all, new BlockPlace(0, block.Length));
        return all;
    }

    private static void Seal(byte[] file, BlockPlace place)
    {
        long end = place.Offset + place.Size + 1;
        if (end + sizeof(uint) > file.Length)
            return;
        uint checksum = Crc32C.Masked(file.AsSpan((int)place.Offset, (int)place.Size + 1));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)end), checksum);
    }
}
