using System.Buffers.Binary;
using System.Text;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>
/// Reads the central directory of a zip file (PKWARE APPNOTE 4.3–4.5, zip64 included). Not the framework's reader, because every error must
/// name its byte offset, checksums must be verified, and limits must apply before anything is allocated.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int MaxDirectoryBytes = 16 << 20;

    /// <summary>All members, in directory order; names are unique and data ranges do not overlap.</summary>
    public static List<ZipMember> Read(InputFile file, NpzLimits limits)
    {
        (long offset, long length, long count, long endsAt) = FindDirectory(file);
        if (offset < 0 || length < 0 || count < 0 || length > MaxDirectoryBytes || offset > endsAt - length)
        {
            throw file.Place.Error(endsAt, $"a directory of at most {MaxDirectoryBytes} bytes before here",
                $"one of {length} bytes at byte {offset}", "the file is damaged");
        }

        if (count > limits.MaxMembers || count > length / EntryLength)
            throw file.Place.Error(endsAt, $"at most {Math.Min(limits.MaxMembers, length / EntryLength)} members", $"{count}");

        byte[] directory = file.ReadExactly(offset, (int)length, "the zip directory");
        List<ZipMember> members = new((int)count);
        HashSet<string> names = new(StringComparer.Ordinal);
        int at = 0;
        for (long i = 0; i < count; i++)
        {
            ZipMember member = ReadEntry(file.Place, directory, offset, ref at);
            if (!names.Add(member.Name))
            {
                throw file.Place.Error(member.DirectoryOffset, "members with different names",
                    $"{InputPlace.Quote(member.Name)} twice", "it is unclear which one counts");
            }

            members.Add(member);
        }

        CheckRanges(file, members, offset);
        return members;
    }

    /// <summary>Where the data of <paramref name="member"/> begin, after its local header.</summary>
    public static long DataOffset(InputFile file, ZipMember member)
    {
        byte[] header = file.ReadExactly(member.HeaderOffset, 30, "a local file header");
        uint signature = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (signature != 0x04034b50)
            throw file.Place.Error(member.HeaderOffset, "a local file header", $"0x{signature:x8}", "the file is damaged");
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26));
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        long data = member.HeaderOffset + 30 + nameLength + extraLength;
        return data <= file.Length - member.StoredLength
            ? data
            : throw file.Place.Error(data, $"{member.StoredLength} bytes of {InputPlace.Quote(member.Name)}",
                $"a file of {file.Length} bytes", "the file is truncated or damaged");
    }

    private static (long Offset, long Length, long Count, long EndsAt) FindDirectory(InputFile file)
    {
        int tailLength = (int)Math.Min(file.Length, EndLength + ushort.MaxValue);
        long tailOffset = file.Length - tailLength;
        byte[] tail = file.ReadExactly(tailOffset, tailLength, "the end of the file");
        for (int i = tailLength - EndLength; i >= 0; i--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature ||
                BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndLength)
            {
                continue;
            }

            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            long endsAt = tailOffset + i;
            return count == ushort.MaxValue || length == uint.MaxValue || offset == uint.MaxValue
                ? FindDirectory64(file, endsAt) ?? (offset, length, count, endsAt)
                : (offset, length, count, endsAt);
        }

        throw NoZip(file);
    }

    private static (long Offset, long Length, long Count, long EndsAt)? FindDirectory64(InputFile file, long endsAt)
    {
        if (endsAt < 20)
            return null;
        byte[] locator = file.ReadExactly(endsAt - 20, 20, "the zip64 locator");
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Locator64Signature)
            return null;
        long at = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (at < 0 || at > endsAt - 76)
            throw file.Place.Error(endsAt - 12, "the place of the zip64 directory end", $"{at}", "the file is damaged");
        byte[] end = file.ReadExactly(at, 56, "the zip64 directory end");
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Signature)
            throw file.Place.Error(at, "the zip64 directory end", "something else", "the file is damaged");
        return (BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(40)),
            BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(32)), at);
    }

    private static InputException NoZip(InputFile file)
    {
        Span<byte> head = stackalloc byte[ForeignFile.HeadBytes];
        head = head[..file.Read(head, 0)];
        if (ForeignFile.Error(file.Path, head, "a .npz (zip) file") is { } foreign)
            return foreign;
        ReadOnlySpan<byte> start = head[..Math.Min(head.Length, NpyHeader.Magic.Length)];
        string found = file.Length == 0 ? "an empty file"
            : start.SequenceEqual(NpyHeader.Magic) ? "a single .npy array"
            : start.StartsWith("PK"u8) ? $"a zip file without its directory, {file.Length} bytes long"
            : $"a file of {file.Length} bytes that is not a zip file";
        string remedy = start.StartsWith("PK"u8) ? "the file is truncated: fetch it again" : "";
        return file.Place.Error(file.Length, "the end of a .npz (zip) file", found, remedy);
    }

    private static ZipMember ReadEntry(InputPlace place, byte[] directory, long directoryOffset, ref int at)
    {
        long entryOffset = directoryOffset + at;
        ReadOnlySpan<byte> entry = directory.AsSpan(at);
        if (entry.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntrySignature)
            throw place.Error(entryOffset, "an entry of the zip directory", "something else", "the file is damaged");

        int flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]);
        int method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]);
        long stored = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        long header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        int total = EntryLength + nameLength + extraLength + commentLength;
        if (total > entry.Length)
            throw place.Error(entryOffset, $"a directory entry of {total} bytes", $"{entry.Length} bytes left", "the file is damaged");

        ReadOnlySpan<byte> rawName = entry.Slice(EntryLength, nameLength);
        string name = ((flags & 0x800) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(rawName);
        if ((flags & 1) != 0)
            throw place.Error(entryOffset, "plain members", $"{InputPlace.Quote(name)} encrypted", "save the file without a password");
        if (method is not (0 or 8))
        {
            throw place.Error(entryOffset, "members stored or deflated", $"{InputPlace.Quote(name)} with compression method {method}",
                "save it with numpy.savez_compressed");
        }

        ReadZip64(place, entryOffset, entry.Slice(EntryLength + nameLength, extraLength), ref length, ref stored, ref header);
        if (method == 0 && length != stored)
        {
            throw place.Error(entryOffset, $"{stored} bytes of the stored member {InputPlace.Quote(name)}", $"{length} declared",
                "the file is damaged");
        }

        at += total;
        return new ZipMember(name, method == 8, crc, stored, length, header, entryOffset);
    }

    private static void ReadZip64(
        InputPlace place, long entryOffset, ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4)
                break;
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            if (id == 1)
            {
                Take(ref field, ref length);
                Take(ref field, ref stored);
                Take(ref field, ref header);
            }

            extra = extra[(4 + size)..];
        }

        if (length < 0 || stored < 0 || header < 0)
            throw place.Error(entryOffset, "sizes of less than 2^63 bytes", "greater ones", "the file is damaged");

        // The 64-bit field holds only the values whose 32-bit field is all ones.
        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8)
                return;
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    /// <summary>Overlapping members are how a small file decompresses to a huge one; no writer makes them.</summary>
    private static void CheckRanges(InputFile file, List<ZipMember> members, long directoryOffset)
    {
        long previousEnd = 0;
        foreach (ZipMember member in members.OrderBy(m => m.HeaderOffset))
        {
            if (member.HeaderOffset < previousEnd || member.HeaderOffset > directoryOffset ||
                member.StoredLength > directoryOffset - member.HeaderOffset)
            {
                throw file.Place.Error(member.DirectoryOffset,
                    $"{InputPlace.Quote(member.Name)} between byte {previousEnd} and byte {directoryOffset}",
                    $"{member.StoredLength} bytes at byte {member.HeaderOffset}", "the file is truncated or damaged");
            }

            previousEnd = member.HeaderOffset + member.StoredLength;
        }
    }
}

/// <summary>One entry of a zip file's central directory.</summary>
/// <param name="Name">The member's name as written.</param>
/// <param name="Deflated">True for deflate, false for stored.</param>
/// <param name="Crc">CRC-32 of the decompressed bytes.</param>
/// <param name="StoredLength">Bytes in the file.</param>
/// <param name="Length">Bytes after decompression, as declared.</param>
/// <param name="HeaderOffset">Where the local header starts in the file.</param>
/// <param name="DirectoryOffset">Where this entry starts in the file.</param>
internal sealed record ZipMember(
    string Name, bool Deflated, uint Crc, long StoredLength, long Length, long HeaderOffset, long DirectoryOffset);
