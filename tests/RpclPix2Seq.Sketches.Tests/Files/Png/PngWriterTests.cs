using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using CsCheck;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files.Png;

public sealed class PngWriterTests
{
    [Fact]
    public void Any_picture_is_decoded_to_the_same_pixels() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Bool.Select(rgb => rgb ? 3 : 1), Gen.Int[0, 8])
            .SelectMany((width, height, channels, shift) => Gen.Byte.Array[width * height * channels]
                .Select(noise => (width, height, channels, Pixels: noise.Select(b => (byte)(b >> shift)).ToArray())))
            .ForAll(picture =>
            {
                byte[] png = PngWriter.Encode(picture.Pixels, picture.width, picture.height, picture.channels);
                (int width, int height, int channels, byte[] pixels) = Decode(png);
                Assert.Equal((picture.width, picture.height, picture.channels), (width, height, channels));
                Assert.Equal(picture.Pixels, pixels);
            }, count: 300);

    [Fact]
    public void A_gradient_is_filtered()
    {
        byte[] pixels = new byte[256 * 256];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i + (i / 256));
        Assert.True(PngWriter.Encode(pixels, 256, 256, 1).Length < 2000);
    }

    [Theory]
    [InlineData(0, 1, 1, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(1, 1, 2, 2)]
    [InlineData(2, 2, 1, 5)]
    public void Sizes_that_do_not_fit_are_refused(int width, int height, int channels, int bytes) =>
        Assert.ThrowsAny<ArgumentException>(() => PngWriter.Encode(new byte[bytes], width, height, channels));

    /// <summary>A strict decoder for what the writer may produce: every checksum is checked.</summary>
    private static (int Width, int Height, int Channels, byte[] Pixels) Decode(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        List<string> types = [];
        List<byte> packed = [];
        byte[] header = [];
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            string type = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            byte[] data = png[(at + 8)..(at + 8 + length)];
            Assert.Equal(
                Crc32.HashToUInt32(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            types.Add(type);
            if (type == "IHDR")
                header = data;
            else if (type == "IDAT")
                packed.AddRange(data);
            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        Assert.Equal(8, header[8]);
        int width = BinaryPrimitives.ReadInt32BigEndian(header), height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        int channels = header[9] == 2 ? 3 : 1;
        using ZLibStream zlib = new(new MemoryStream([.. packed]), CompressionMode.Decompress);
        using MemoryStream raw = new();
        zlib.CopyTo(raw);
        return (width, height, channels, Unfilter(raw.ToArray(), width * channels, height, channels));
    }

    private static byte[] Unfilter(byte[] raw, int rowLength, int height, int channels)
    {
        Assert.Equal((rowLength + 1) * height, raw.Length);
        byte[] pixels = new byte[rowLength * height];
        for (int y = 0; y < height; y++)
        {
            int filter = raw[y * (rowLength + 1)];
            Assert.InRange(filter, 0, 2);
            for (int x = 0; x < rowLength; x++)
            {
                int at = (y * rowLength) + x;
                int left = x >= channels ? pixels[at - channels] : 0;
                int up = y > 0 ? pixels[at - rowLength] : 0;
                pixels[at] = (byte)(raw[(y * (rowLength + 1)) + 1 + x] + (filter == 1 ? left : filter == 2 ? up : 0));
            }
        }

        return pixels;
    }
}
