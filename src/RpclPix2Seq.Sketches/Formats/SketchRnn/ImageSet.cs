namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Grey pictures of one size, [N, height, width] bytes, 255 white.</summary>
public sealed class ImageSet
{
    /// <param name="count">N.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows a picture.</param>
    /// <param name="pixels">N · height · width bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit.</exception>
    public ImageSet(int count, int width, int height, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        if ((Int128)count * width * height != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes for [{count}, {height}, {width}]", nameof(pixels));
        Count = count;
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>The number of pictures.</summary>
    public int Count { get; }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows a picture.</summary>
    public int Height { get; }

    /// <summary>All pixels, [N, height, width].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The pixels of one picture, [height, width].</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Pixels.Span.Slice(index * Width * Height, Width * Height);
        }
    }
}
