using System.Buffers;
using System.Buffers.Binary;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>
/// Reads a table of keys and values in the order of the keys, as LevelDB writes it (google/leveldb, doc/table_format.md): blocks of entries
/// whose keys leave out what they share with the one before, each block with its kind of compression and a checksum; a block that lists
/// the blocks; and a footer with a magic number.
/// </summary>
internal static class SortedTable
{
    /// <summary>Bytes of the footer: two places of blocks in at most 40 bytes, and the magic number.</summary>
    public const int FooterBytes = 48;

    /// <summary>Bytes behind a block: its kind of compression, and its checksum.</summary>
    public const int TrailerBytes = 5;

    /// <summary>The last eight bytes of a table.</summary>
    public const ulong Magic = 0xdb4775248b80fb57;

    /// <summary>The kind of a block that is not compressed.</summary>
    public const byte Plain = 0;

    private const byte Packed = 1;
    private const int LongestKey = 512;
    private const string Damaged = "the file is damaged: copy it again";

    /// <summary>Receives an entry; the bytes are valid during the call alone.</summary>
    public delegate void Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Visits all entries in ascending order of their keys.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="visit">Receives them.</param>
    /// <exception cref="InputException">The file is damaged, or is no such file.</exception>
    public static void Read(string path, byte[] file, Visit visit)
    {
        if (file.Length < FooterBytes || BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(file.Length - sizeof(ulong))) != Magic)
        {
            throw new InputException(
                path, "the end", $"the magic number {Magic:x16} of a table of variables",
                file.Length < FooterBytes ? $"{file.Length} bytes in all" : "other bytes",
                "name a checkpoint's .index file; if it is one, it is cut short: copy it again");
        }

        byte[] last = new byte[LongestKey];
        int length = -1;
        Walk(path, file, BlockList(path, file), "the list of blocks", (_, place) =>
        {
            int at = 0;
            BlockPlace block = BlockPlace.Read(place, ref at);
            Walk(path, file, block, $"block at byte {block.Offset}", (key, value) =>
            {
                if (length >= 0 && last.AsSpan(0, length).SequenceCompareTo(key) >= 0)
                    throw new InvalidDataException("a name that does not come after the one before it");
                key.CopyTo(last);
                length = key.Length;
                visit(key, value);
            });
        });
    }

    private static BlockPlace BlockList(string path, byte[] file)
    {
        try
        {
            ReadOnlySpan<byte> footer = file.AsSpan(file.Length - FooterBytes, FooterBytes - sizeof(ulong));
            int at = 0;
            _ = BlockPlace.Read(footer, ref at);
            return BlockPlace.Read(footer, ref at);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(path, "the footer", "the places of two blocks", e.Message, Damaged, e);
        }
    }

    /// <summary>Visits the entries of a block.</summary>
    private static void Walk(string path, byte[] file, BlockPlace place, string where, Visit visit)
    {
        try
        {
            ReadOnlySpan<byte> block = Content(path, file, place, where);
            if (block.Length < sizeof(uint))
                throw new InvalidDataException($"{block.Length} bytes without a number of restarts");

            // Restarts are where a search may begin; the list of them follows the entries.
            long restarts = BinaryPrimitives.ReadUInt32LittleEndian(block[^sizeof(uint)..]);
            long end = block.Length - (sizeof(uint) * (restarts + 1));
            if (end < 0)
                throw new InvalidDataException($"{restarts} restarts in {block.Length} bytes");
            block = block[..(int)end];
            byte[] key = new byte[LongestKey];
            for (int at = 0, length = 0; at < block.Length;)
            {
                int shared = VarInts.Read(block, ref at, length), added = VarInts.Read(block, ref at, LongestKey - shared);
                int size = VarInts.Read(block, ref at, block.Length);
                if (added + size > block.Length - at)
                    throw new InvalidDataException($"an entry of {added + size} bytes where {block.Length - at} are left");
                block.Slice(at, added).CopyTo(key.AsSpan(shared));
                length = shared + added;
                at += added + size;
                visit(key.AsSpan(0, length), block.Slice(at - size, size));
            }
        }
        catch (InvalidDataException e)
        {
            throw new InputException(path, where, "entries of a table of variables", e.Message, Damaged, e);
        }
    }

    private static ReadOnlySpan<byte> Content(string path, byte[] file, BlockPlace place, string where)
    {
        long room = file.Length - FooterBytes - TrailerBytes;
        if (place.Offset > room || place.Size > room - place.Offset)
        {
            throw new InputException(
                path, where, $"a block within the file's {file.Length} bytes", $"{place.Size} bytes at {place.Offset}", Damaged);
        }

        int start = (int)place.Offset, size = (int)place.Size;
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(start + size + 1));
        uint computed = Crc32C.Masked(file.AsSpan(start, size + 1));
        if (stored != computed)
            throw new InputException(path, where, $"the checksum {stored:x8}", $"{computed:x8}", Damaged);
        return file[start + size] switch
        {
            Plain => file.AsSpan(start, size),
            Packed => Snappy.Unpack(file.AsSpan(start, size)),
            byte kind => throw new InputException(
                path, where, "a block that is plain (0) or packed with Snappy (1)", $"the kind {kind}",
                "save the checkpoint without compression"),
        };
    }
}

/// <summary>Where a block of a table is.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Size">Its bytes, without what is behind it.</param>
internal readonly record struct BlockPlace(long Offset, long Size)
{
    /// <summary>Reads a place and moves <paramref name="at"/> behind it.</summary>
    /// <exception cref="InvalidDataException">There is something else.</exception>
    public static BlockPlace Read(ReadOnlySpan<byte> bytes, ref int at) =>
        new(VarInts.Read(bytes, ref at, int.MaxValue), VarInts.Read(bytes, ref at, int.MaxValue));

    /// <summary>Writes the place.</summary>
    public void Write(IBufferWriter<byte> writer)
    {
        VarInts.Write(writer, (ulong)Offset);
        VarInts.Write(writer, (ulong)Size);
    }
}
