using System.Buffers.Binary;
using System.IO.Compression;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

/// <summary>Just enough of a PNG decoder to look at what was written: 8 bits per channel, no interlacing, filters 0 to 2.</summary>
internal sealed class PngPixels
{
    public PngPixels(byte[] file)
    {
        Width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        Height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.Equal([8, 2], file[24..26]);
        using MemoryStream data = new();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                data.Write(file, at + 8, length);
            at += length + 12;
        }

        data.Position = 0;
        Bytes = new byte[Width * Height * 3];
        using ZLibStream zlib = new(data, CompressionMode.Decompress);
        for (int y = 0; y < Height; y++)
        {
            int filter = zlib.ReadByte();
            zlib.ReadExactly(Bytes, y * Width * 3, Width * 3);
            for (int i = y * Width * 3; i < (y + 1) * Width * 3; i++)
            {
                Bytes[i] += filter switch
                {
                    0 => 0,
                    1 => i % (Width * 3) < 3 ? (byte)0 : Bytes[i - 3],
                    2 => y == 0 ? (byte)0 : Bytes[i - (Width * 3)],
                    _ => throw new InvalidDataException($"filter {filter}"),
                };
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Bytes { get; }

    public (int Red, int Green, int Blue) At(int x, int y)
    {
        int at = ((y * Width) + x) * 3;
        return (Bytes[at], Bytes[at + 1], Bytes[at + 2]);
    }

    /// <summary>The number of pixels darker than <paramref name="level"/> in a box.</summary>
    public int Dark(double x, double y, double width, double height, int level = 128) =>
        Enumerable.Range((int)x, (int)width).Sum(column => Enumerable.Range((int)y, (int)height).Count(row => At(column, row).Red < level));
}
