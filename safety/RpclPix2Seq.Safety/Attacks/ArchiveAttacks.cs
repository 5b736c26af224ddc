using System.Buffers.Binary;
using System.IO.Compression;
using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Targets;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Archives that decompress to more than they should, lie about what is in them, or lead elsewhere.</summary>
internal static class ArchiveAttacks
{
    private static ReadOnlySpan<byte> Entry => "PK\u0001\u0002"u8;

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("zip-bomb.npz", "expands 100 KB to 100 MiB", AttackOutcome.Refused, "bytes for each stored byte",
            () => ZipEnvelope.Of(CompressionLevel.Optimal, ("train.npy", new byte[100 << 20]))) { IsLarge = true },
        new("zip-lying-size.npz", "declares a size far above what is there", AttackOutcome.Refused, "bytes of the stored member",
            () => Change(One(), Entry, 24, 1_000_000)),
        new("zip-offset.npz", "a member behind the end of the file", AttackOutcome.Refused, "between byte", () => Change(
            One(), Entry, 42, 0x7FFFFFFF)),
        new("zip-count.npz", "declares 65,534 members where there is one", AttackOutcome.Refused, "at most 1 members", () => Change(
            One(), "PK\u0005\u0006"u8, 8, unchecked((int)0xFFFEFFFE))),
        new("zip-overlap.npz", "two members that share their bytes", AttackOutcome.Refused, "between byte", Overlap),
        new("zip-twice.npz", "two members of one name, of which readers may take either", AttackOutcome.Refused, "'train.npy' twice",
            () => ZipEnvelope.Stored(("train.npy", Array()), ("train.npy", Array()))),
        new("zip-traversal.npz", "a member that would be written outside the folder", AttackOutcome.Refused, "splits train, valid or test",
            () => ZipEnvelope.Stored(("../../train.npy", Array()))),
        new("zip-absolute.npz", "a member of an absolute path", AttackOutcome.Refused, "splits train, valid or test",
            () => ZipEnvelope.Stored(("/etc/train.npy", Array()))),
        new("zip-in-zip.npz", "an archive in the place of an array", AttackOutcome.Refused, "a numpy array", () => ZipEnvelope.Stored(
            ("train.npy", One()))),
        new("zip-behind-picture.npz", "a picture to some programs, an archive to others", AttackOutcome.Refused,
            "an entry of the zip directory", () => [.. PictureAttacks.Picture(), .. One()]),
        new("zip-behind-picture.png", "the same file under the other name", AttackOutcome.Harmless, "",
            () => [.. PictureAttacks.Picture(), .. One()])
        {
            MostMemory = 64 << 20,
        },
        new("gzip-bomb.ndjson.gz", "expands 250 KB to 256 MiB", AttackOutcome.Refused, "bytes of content", () => Bomb("{"u8))
        {
            IsLarge = true,
            MostMemory = 512 << 20,
        },
        new("gzip-bomb.svg.gz", "the same where a whole document is read", AttackOutcome.Refused, "bytes of content", () => Bomb("<svg>"u8))
        {
            IsLarge = true,
            MostMemory = 512 << 20,
        },
        new("gzip-in-gzip.ndjson.gz", "packs what is packed, so that limits count twice", AttackOutcome.Refused, "", () => GzipEnvelope.Of(
            GzipEnvelope.Of(DrawingSeeds.Ndjson[0]))),
        new("gzip-cut.ndjson.gz", "ends at the end of a line, so that less than all passes for all", AttackOutcome.Refused, "truncated",
            () => GzipEnvelope.Of(DrawingSeeds.Ndjson[0])[..^8]),
    ];

    private static byte[] Array() => [.. NpyHeader.Write(new NpyDtype('u', 1, false), [1, 1, 3]), 1, 2, 1];

    private static byte[] One() => ZipEnvelope.Stored(("train.npy", Array()));

    private static byte[] Overlap()
    {
        byte[] file = ZipEnvelope.Stored(("train.npy", Array()), ("valid.npy", Array()));
        return Change(file, Entry, 42, 0);
    }

    private static byte[] Bomb(ReadOnlySpan<byte> start)
    {
        byte[] content = new byte[256 << 20];
        content.AsSpan().Fill((byte)' ');
        start.CopyTo(content);
        return GzipEnvelope.Of(content, CompressionLevel.Optimal);
    }

    /// <summary>Writes a number after the last occurrence of a signature.</summary>
    private static byte[] Change(byte[] file, ReadOnlySpan<byte> signature, int at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(file.AsSpan().LastIndexOf(signature) + at), value);
        return file;
    }
}
