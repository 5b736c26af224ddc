using CsCheck;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Tests.Torch;

public sealed class ElfImageTests
{
    private const string Newest = "GLIBCXX_3.4.32";
    private static readonly string LibraryFile = NativeLibraries.Find("libLibTorchSharp.so")
        ?? throw new InvalidOperationException("TorchSharp's native library is not beside the tests");
    private static readonly byte[] Bytes = File.ReadAllBytes(LibraryFile);
    private static readonly ElfImage Library = new(LibraryFile, Bytes);

    [Fact]
    public void The_needed_versions_are_found()
    {
        VersionNeed need = Assert.Single(Library.Needs, n => n.Version == Newest);
        Assert.Equal(LibStdCxx.FileName, need.Library);
        Assert.False(need.IsWeak);
        Assert.Contains(Library.Needs, n => n is { Library: "libc.so.6", Version: "GLIBC_2.34" });
    }

    [Fact]
    public void Nothing_is_taken_from_the_newest_version_but_much_from_the_first()
    {
        Assert.Empty(Library.ReferencedSymbols(Library.Needs.Single(n => n.Version == Newest)));
        Assert.Contains("_ZNSi4readEPcl", Library.ReferencedSymbols(Library.Needs.Single(n => n.Version == "GLIBCXX_3.4")));
    }

    [Fact]
    public void Marking_a_version_weak_changes_that_flag_alone()
    {
        VersionNeed need = Library.Needs.Single(n => n.Version == Newest);
        byte[] patched = Library.WithWeak([need]);
        int[] changed = [.. Enumerable.Range(0, Bytes.Length).Where(i => Bytes[i] != patched[i])];
        Assert.Equal([need.FlagsOffset], changed);
        Assert.Equal(
            Library.Needs.Select(n => n with { IsWeak = n.IsWeak || n.Version == Newest }), new ElfImage(LibraryFile, patched).Needs);
    }

    [Fact]
    public void A_system_that_offers_every_version_needs_no_mending() =>
        Assert.Empty(TorchLoader.Missing(LibraryFile, Library, [.. Library.Needs.Select(n => n.Version)]));

    [Fact]
    public void A_system_that_lacks_only_the_newest_version_can_be_patched() =>
        Assert.Equal(
            Newest,
            Assert.Single(
                TorchLoader.Missing(LibraryFile, Library, [.. Library.Needs.Select(n => n.Version).Where(v => v != Newest)])).Version);

    [Fact]
    public void A_system_that_lacks_a_version_in_use_is_told_that_it_is_too_old()
    {
        string[] offered = [.. Library.Needs.Select(n => n.Version).Where(v => v is not (Newest or "GLIBCXX_3.4.30" or "GLIBCXX_3.4.29"))];
        InputException error = Assert.Throws<InputException>(() => TorchLoader.Missing(LibraryFile, Library, offered));
        Assert.Contains("too old", error.Message, StringComparison.Ordinal);
        Assert.Contains("GLIBCXX_3.4.26", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loaded_copy_is_patched_exactly_where_this_system_needs_it()
    {
        LibStdCxx system = LibStdCxx.Load();
        Assert.Contains("GLIBCXX_3.4", system.Versions);
        TorchLoader.Outcome outcome = TorchLoader.Load();
        Assert.Equal(!system.Versions.Contains(Newest), outcome.IsPatched);
        Assert.True(File.Exists(outcome.LoadedPath));
        Assert.Equal(outcome, TorchLoader.Load());
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.9 GLIBCXX_3.4.30 GLIBCXX_3.4 CXXABI_1.3 GLIBCXX_DEBUG", "GLIBCXX_3.4.30")]
    [InlineData("CXXABI_1.3", "none")]
    public void Versions_are_ordered_as_numbers(string versions, string newest) =>
        Assert.Equal(newest, LibStdCxx.Newest(versions.Split(' ')));

    [Fact]
    public void A_file_cut_short_is_refused_or_read()
    {
        for (int length = 0; length < Bytes.Length; length += 40_009)
            ReadOrRefuse(Bytes[..length]);
        Assert.Throws<InputException>(() => new ElfImage("file", Bytes[..63]));
        Assert.Throws<InputException>(() => new ElfImage("file", "not a library"u8.ToArray()));
    }

    [Fact]
    public void Damaged_headers_are_refused_or_read() =>
        Gen.Select(Gen.Int[0, 1024], Gen.Byte).Array[1, 8].ForAll(
            changes =>
            {
                byte[] damaged = (byte[])Bytes.Clone();
                foreach ((int at, byte value) in changes)
                    damaged[at] = value;
                ReadOrRefuse(damaged);
            },
            count: 100);

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            ElfImage image = new("file", bytes);
            foreach (VersionNeed need in image.Needs.Take(2))
                image.ReferencedSymbols(need);
        }
        catch (InputException e)
        {
            Assert.StartsWith("file: expected ", e.Message, StringComparison.Ordinal);
        }
    }
}
