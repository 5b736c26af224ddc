namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A grey picture to show in a cell, such as what the pixel decoder draws. Immutable.</summary>
public sealed class SheetPicture
{
    private readonly byte[] _pixels;

    /// <summary>Copies <paramref name="pixels"/>.</summary>
    /// <param name="pixels">[height, width] bytes row by row, 255 paper to 0 ink.</param>
    /// <param name="width">Pixels a row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 4096.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the pixels.</exception>
    public SheetPicture(ReadOnlySpan<byte> pixels, int width = 48, int height = 48)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 4096);
        if (pixels.Length != width * height)
            throw new ArgumentException($"{pixels.Length} bytes for {width} x {height} pixels", nameof(pixels));
        (_pixels, Width, Height) = (pixels.ToArray(), width, height);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>[Height, Width] bytes row by row, 255 paper to 0 ink.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;
}
