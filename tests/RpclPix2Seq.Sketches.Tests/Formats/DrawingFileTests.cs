using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats;

public sealed class DrawingFileTests : IDisposable
{
    private const string Text = "one line\nanother line\nand a third\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gzip_cut_anywhere_is_an_error()
    {
        byte[] packed = Gzip(Text);
        Assert.Equal(Text, Read(packed));
        for (int length = 2; length < packed.Length; length++)
            Assert.Throws<InputException>(() => Read(packed[..length]));
    }

    [Fact]
    public void Gzip_that_ends_early_at_the_end_of_a_line_is_an_error()
    {
        // A flush ends on a byte: everything before it can be decompressed, and only the last block and the trailer are missing.
        using MemoryStream packed = new();
        using GZipStream gzip = new(packed, CompressionLevel.Optimal);
        gzip.Write(Encoding.UTF8.GetBytes(Text));
        gzip.Flush();
        Assert.Contains("truncated", Assert.Throws<InputException>(() => Read(packed.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_gzip_members_are_read_one_after_the_other_and_the_last_must_be_whole()
    {
        byte[] two = [.. Gzip(Text), .. Gzip("more\n")];
        Assert.Equal(Text + "more\n", Read(two));
        Assert.Throws<InputException>(() => Read(two[..^9]));
    }

    [Fact]
    public void Gzip_with_another_checksum_is_an_error()
    {
        byte[] packed = Gzip(Text);
        packed[^6] ^= 1;
        Assert.Throws<InputException>(() => Read(packed));
    }

    [Fact]
    public void A_bomb_is_stopped_where_it_passes_the_limit()
    {
        byte[] packed = Gzip(new string(' ', 4 << 20));
        DrawingLimits limits = new() { FreeDecompressedBytes = 1 << 16, DecompressionRatio = 10 };
        DrawingFile file = DrawingFile.At(Write(packed), limits);
        using Stream content = file.Open();
        byte[] buffer = new byte[4096];
        long read = 0;
        InputException e = Assert.Throws<InputException>(() =>
        {
            for (int got; (got = content.Read(buffer)) > 0;)
                read += got;
        });
        Assert.Contains("zip bomb", e.Message, StringComparison.Ordinal);
        Assert.InRange(read, 1, 1 << 17);
    }

    [Fact]
    public void What_is_packed_inside_the_packing_stays_packed()
    {
        byte[] inner = Gzip(Text);
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(inner);
        DrawingFile file = DrawingFile.At(Write(packed.ToArray()));
        Assert.Equal(inner, file.ReadDocument());
    }

    [Fact]
    public void Content_that_shrinks_a_hundredfold_is_read_whole()
    {
        byte[] text = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i / 3000))];
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(text);
        Assert.InRange(packed.Length, 1, text.Length / 100);
        Assert.Equal(text, DrawingFile.At(Write(packed.ToArray())).ReadDocument());
        Assert.Equal(text, DrawingFile.At(Write(text)).ReadDocument());
    }

    [Fact]
    public void A_document_over_the_limit_is_refused_before_it_is_all_in_memory()
    {
        string path = Write(new byte[8 << 20]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "a longer one",
            Assert.Throws<InputException>(() => DrawingFile.At(path, new DrawingLimits { DocumentBytes = 1 << 16 }).ReadDocument()).Message,
            StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private string Write(byte[] content)
    {
        string path = _folder.File("text.ndjson");
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Read(byte[] content) => Encoding.UTF8.GetString(DrawingFile.At(Write(content)).ReadDocument());
}
