using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

/// <summary>Zip and npy files that are damaged or lie.</summary>
public sealed class NpzHostileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = Fixture("python3-protocol3.npz");
        for (int length = 0; length < whole.Length; length++)
            Assert.False(ReadOrRefuse(whole[..length]), $"cut at {length}");
        Assert.True(ReadOrRefuse(whole));
    }

    [Theory]
    [InlineData("python3-protocol3.npz")]
    [InlineData("stored-float64-big-endian.npz")]
    public void A_file_with_flipped_bytes_is_refused_or_read_right(string fixture)
    {
        byte[] whole = Fixture(fixture);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Array[1, 3].ForAll(flips =>
        {
            byte[] flipped = [.. whole];
            foreach ((int at, byte mask) in flips)
                flipped[at] ^= mask;
            ReadOrRefuse(flipped);
        }, count: 1000);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        Assert.Contains("found none there", Refused(() => SketchNpz.Read(_folder.File("none.npz"))), StringComparison.Ordinal);
        Assert.Contains("found a folder", Refused(() => SketchNpz.Read(_folder.Path)), StringComparison.Ordinal);
        Assert.Contains("found a folder", Refused(() => NpyReader.Read(_folder.Path)), StringComparison.Ordinal);
        Assert.Contains("found none there", Refused(() => NpyReader.Read(_folder.File("no/x.npy"))), StringComparison.Ordinal);
        Assert.Contains("found an empty file", Refused(() => Read([])), StringComparison.Ordinal);
        Assert.Contains("found a single .npy array", Refused(() => Read(ZipBuilder.Npy("", []))), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_members_of_one_name_are_refused()
    {
        byte[] npy = Bytes("(1, 1, 3)", [1, 2, 1]);
        string message = Refused(() => Read(ZipBuilder.Zip(("train.npy", npy), ("train.npy", npy))));
        Assert.Contains("'train.npy' twice", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../train.npy")]
    [InlineData("/train.npy")]
    [InlineData("x/train.npy")]
    [InlineData("train.npy\0")]
    [InlineData("TRAIN.npy")]
    public void Names_with_paths_are_not_splits(string name)
    {
        byte[] file = ZipBuilder.Zip((name, Bytes("(1, 1, 3)", [1, 2, 1])));
        Assert.Contains("splits train, valid or test", Refused(() => Read(file)), StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_folder.Path, "1.npz")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_unfolds()
    {
        byte[] file = ZipBuilder.Zip(("train.npy", new byte[100 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("at most 200 bytes for each stored byte", Refused(() => Read(file)), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20 << 20);
    }

    [Fact]
    public void Limits_are_options()
    {
        byte[] file = ZipBuilder.Zip(("train.npy", Bytes("(1, 1, 3)", [1, 2, 1])));
        Assert.Contains("at most 50 bytes", Refused(() => Read(file, new NpzLimits { MaxMemberBytes = 50 })), StringComparison.Ordinal);
        NpzLimits ratio = new() { RatioFreeBytes = 0, MaxRatio = 0.5 };
        Assert.Contains("bytes for each stored byte", Refused(() => Read(file, ratio)), StringComparison.Ordinal);
        Assert.Contains("at most 0 members", Refused(() => Read(file, new NpzLimits { MaxMembers = 0 })), StringComparison.Ordinal);
        Assert.Equal(1, Read(file, new NpzLimits { MaxMembers = 1 }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void A_declared_size_that_lies_is_refused(int difference)
    {
        byte[] file = ZipBuilder.Zip(("train.npy", Bytes("(1, 1, 3)", [1, 2, 1])));
        int entry = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Span<byte> size = file.AsSpan(entry + 24, 4);
        BinaryPrimitives.WriteInt32LittleEndian(size, BinaryPrimitives.ReadInt32LittleEndian(size) + difference);
        Refused(() => Read(file));
    }

    [Fact]
    public void A_wrong_checksum_is_told()
    {
        byte[] file = ZipBuilder.Zip(CompressionLevel.NoCompression, ("train.npy", Bytes("(1, 1, 3)", [1, 2, 1])));
        file[file.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16] ^= 1;
        Assert.Contains("checksum", Refused(() => Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_or_strangely_compressed_member_is_reported()
    {
        byte[] file = ZipBuilder.Zip(("train.npy", Bytes("(1, 1, 3)", [1, 2, 1])));
        int entry = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        byte[] encrypted = [.. file];
        encrypted[entry + 8] |= 1;
        Assert.Contains("encrypted", Refused(() => Read(encrypted)), StringComparison.Ordinal);
        byte[] strange = [.. file];
        strange[entry + 10] = 12;
        Assert.Contains("compression method 12", Refused(() => Read(strange)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(1000000000, 1000000000, 3)")]
    [InlineData("(9223372036854775807, 9223372036854775807, 3)")]
    [InlineData("(99999999999999999999, 1, 3)")]
    [InlineData("(2147483647, 1, 3)")]
    [InlineData("(2, 1, 3)")]
    [InlineData("(-1, 1, 3)")]
    [InlineData("(0, 1, 3)")]
    [InlineData("(1, 1, 3")]
    [InlineData("(1, 1, 3), 'x': 1")]
    [InlineData("(1, 1, 3), 'shape': (1, 1, 3)")]
    [InlineData("[1, 1, 3]")]
    [InlineData("__import__('os')")]
    public void A_shape_that_lies_is_refused(string shape) =>
        Refused(() => Read(ZipBuilder.Zip(("train.npy", Bytes(shape, [1, 2, 1])))));

    [Theory]
    [InlineData("{'descr': '<i3', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': [('x', '<i2')], 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<i2', 'fortran_order': 0, 'shape': (1,), }")]
    [InlineData("{'descr': '<i2', 'shape': (1,), }")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': (1,), } x")]
    [InlineData("{'descr': '<i2, 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr'")]
    [InlineData("")]
    public void A_header_that_is_none_is_refused(string header) =>
        Refused(() => Read(ZipBuilder.Zip(("train.npy", ZipBuilder.Npy(header, [1, 2])))));

    [Fact]
    public void Sizes_and_offsets_in_zip64_fields_are_followed()
    {
        byte[] file = ZipBuilder.Zip(("train.npy", Bytes("(1, 1, 3)", [1, 2, 1])));
        int end = file.Length - 22;
        int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(end + 16));
        byte[] entry = file[directory..end];
        int length = BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(24)),
            stored = BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(20));
        entry.AsSpan(20, 8).Fill(0xff);
        entry.AsSpan(42, 4).Fill(0xff);
        entry[30] = 28;
        byte[] extra = [1, 0, 24, 0, .. Int64(length), .. Int64(stored), .. Int64(0)];
        long size = entry.Length + extra.Length;
        byte[] end64 =
        [
            .. "PK\u0006\u0006"u8, .. Int64(44), 45, 0, 45, 0, .. new byte[8], .. Int64(1), .. Int64(1), .. Int64(size),
            .. Int64(directory),
            .. "PK\u0006\u0007"u8, .. new byte[4], .. Int64(directory + size), 1, 0, 0, 0,
        ];
        byte[] tail = [.. file[end..(end + 8)], .. Enumerable.Repeat((byte)0xff, 12), 0, 0];
        byte[] whole = [.. file[..directory], .. entry, .. extra, .. end64, .. tail];
        Assert.Equal(1, Read(whole, null));
        for (int at = directory; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x80;
            ReadOrRefuse(flipped, compare: false);
        }

        static byte[] Int64(long value) => BitConverter.GetBytes(value);
    }

    [Fact]
    public void Huge_headers_and_unknown_versions_are_refused()
    {
        byte[] huge = [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 127, .. new byte[100]];
        Assert.Contains(
            "header of at most 65536 bytes", Refused(() => Read(ZipBuilder.Zip(("train.npy", huge)))), StringComparison.Ordinal);
        byte[] version = ZipBuilder.Npy("{}", [], major: 4);
        Assert.Contains("found 4.0", Refused(() => Read(ZipBuilder.Zip(("train.npy", version)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|u1")]
    [InlineData("|O")]
    public void Sketches_without_rows_are_refused_before_there_is_room_for_them(string type)
    {
        const string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000, 0, 3), }";
        byte[] npy = type == "|u1" ? ZipBuilder.Npy(header, []) : ZipBuilder.Objects(0, ZipBuilder.Latin(
            "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085U\u0001btR"
            + "(K\u0001J\u00ff\u00ff\u00ff\u007fK\0K\u0003\u0087"
            + "cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089]tb."));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("rows of 3 numbers", Refused(() => Read(ZipBuilder.Zip(("train.npy", npy)))), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Every_message_names_file_member_and_offset()
    {
        string message = Refused(() => Read(ZipBuilder.Zip(("train.npy", ZipBuilder.Latin("no numpy array")))));
        Assert.Matches(@"1\.npz: train\.npy, byte 0: expected a numpy array \(.*\), found something else", message);
    }

    private static byte[] Bytes(string shape, byte[] data) =>
        ZipBuilder.Npy($"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}", data);

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));

    private static string Refused(Action read) => Assert.Throws<InputException>(read).Message;

    private void Read(byte[] file) => Read(file, null);

    private int Read(byte[] file, NpzLimits? limits)
    {
        string path = _folder.File($"{Interlocked.Increment(ref _count)}.npz");
        File.WriteAllBytes(path, file);
        return SketchNpz.Read(path, SplitRequirement.None, limits).Train.Length;
    }

    /// <summary>True if the file was read and its content is that of the fixtures.</summary>
    private bool ReadOrRefuse(byte[] file, bool compare = true)
    {
        string path = _folder.File($"{Interlocked.Increment(ref _count)}.npz");
        File.WriteAllBytes(path, file);
        try
        {
            SketchSplits read = SketchNpz.Read(path, compare ? SplitRequirement.All : SplitRequirement.None);
            if (compare)
                TestSketches.AssertEqual(TestSketches.OfFixtures, read);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
