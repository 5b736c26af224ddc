using RpclPix2Seq.Sketches.Files;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Decodes files to brightness. The format of a file is determined by its first bytes; its size in pixels is checked before anything is
/// decoded. The picture comes back upright, on white paper, and no larger than requested.
/// </summary>
internal static class PictureDecoder
{
    private const int MostBytes = 256 << 20;
    private const long MostPixels = 100_000_000;
    private const int LeastSide = 8;

    // Deflate expands a byte to at most 1,032, and one byte of a row holds at most eight pixels.
    private const long MostPixelsAByte = 8 * 1032;

    // A JPEG decoder scales in eighths; area averaging does the rest.
    private const double Spare = 2;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>Whether a file begins as PNG or JPEG files do.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static bool IsPicture(string path)
    {
        using InputFile file = new(path);
        Span<byte> head = stackalloc byte[8];
        head = head[..file.Read(head, 0)];
        return head.StartsWith(Png) || head.StartsWith(Jpeg);
    }

    /// <summary>The brightness of a picture, 0 to 255.</summary>
    /// <param name="path">A PNG or JPEG file.</param>
    /// <param name="longestSide">The most pixels along the longer side of the result; larger pictures are shrunk.</param>
    /// <param name="paper">The brightness of the paper behind transparent pixels.</param>
    /// <param name="hasAlpha">Whether pixels can be transparent.</param>
    /// <exception cref="InputException">The file is not a picture, is too large, truncated or damaged.</exception>
    public static Plane Decode(string path, int longestSide, byte paper, out bool hasAlpha)
    {
        byte[] bytes = ReadFile(path);
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec codec = SKCodec.Create(data) ?? throw Damaged(path, "an invalid header");
        int width = codec.Info.Width, height = codec.Info.Height;
        if ((long)width * height > MostPixels)
            throw new InputException(
                path, "", $"a picture of at most {MostPixels / 1_000_000} megapixels", $"{width} x {height} pixels", "scale it down");
        if (Math.Min(width, height) < LeastSide)
            throw new InputException(
                path, "", $"a picture of at least {LeastSide} x {LeastSide} pixels", $"{width} x {height} pixels", "scale it up");
        if (codec.EncodedFormat == SKEncodedImageFormat.Png && (long)width * height > MostPixelsAByte * bytes.Length)
            throw Damaged(path, $"{width} x {height} pixels in {bytes.Length} bytes, which cannot hold them");
        hasAlpha = codec.Info.AlphaType != SKAlphaType.Opaque;
        return Upright(Read(path, codec, longestSide, paper), codec.EncodedOrigin);
    }

    private static byte[] ReadFile(string path)
    {
        using InputFile file = new(path);
        if (file.Length > MostBytes)
            throw new InputException(
                path, "", $"a picture file of at most {MostBytes >> 20} MiB", $"{file.Length >> 20} MiB", "scale it down");
        byte[] bytes = file.ReadExactly(0, (int)file.Length, "picture");
        return bytes.AsSpan().StartsWith(Png) || bytes.AsSpan().StartsWith(Jpeg)
            ? bytes
            : throw new InputException(
                path, "", "a PNG or JPEG picture", bytes.Length == 0 ? "an empty file" : "something else", "convert it to PNG");
    }

    private static unsafe Plane Read(string path, SKCodec codec, int longestSide, byte paper)
    {
        int longer = Math.Max(codec.Info.Width, codec.Info.Height);
        double wanted = (double)longestSide / longer;
        SKSizeI size = wanted * Spare < 1 ? codec.GetScaledDimensions((float)(wanted * Spare)) : codec.Info.Size;
        bool gray = codec.Info.ColorType == SKColorType.Gray8;
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        SKImageInfo info = new(
            size.Width, size.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(info.RowBytes * info.Height));
        fixed (byte* start = pixels)
        {
            SKCodecResult result = codec.GetPixels(info, (nint)start);
            if (result != SKCodecResult.Success)
                throw Damaged(
                    path, result == SKCodecResult.IncompleteInput ? "one that is cut off" : $"data that cannot be decoded ({result})");
        }

        double scale = Math.Min(1, (double)longestSide / Math.Max(info.Width, info.Height));
        int newWidth = Math.Max(1, (int)Math.Round(info.Width * scale)), newHeight = Math.Max(1, (int)Math.Round(info.Height * scale));
        return AreaAverage.Shrink(
            (y, row) =>
            {
                ReadOnlySpan<byte> source = pixels.AsSpan(y * info.RowBytes, info.RowBytes);
                if (gray)
                    Widen(source, row);
                else
                    Flatten(source, paper, row);
            },
            info.Width, info.Height, newWidth, newHeight);
    }

    private static void Widen(ReadOnlySpan<byte> gray, Span<float> row)
    {
        for (int x = 0; x < row.Length; x++)
            row[x] = gray[x];
    }

    /// <summary>Luma of Rec. ITU-R BT.601 on paper of uniform brightness.</summary>
    private static void Flatten(ReadOnlySpan<byte> rgba, byte paper, Span<float> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            ReadOnlySpan<byte> pixel = rgba.Slice(4 * x, 4);
            float luma = ((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2])) / 1000f;
            row[x] = paper + ((luma - paper) * (pixel[3] / 255f));
        }
    }

    /// <summary>Undoes the rotation of the camera (Exif 2.3, tag Orientation).</summary>
    private static Plane Upright(Plane picture, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return picture;
        int lastX = picture.Width - 1, lastY = picture.Height - 1;
        bool turned = origin >= SKEncodedOrigin.LeftTop;
        Plane upright = turned ? new(picture.Height, picture.Width) : new(picture.Width, picture.Height);
        for (int y = 0; y < upright.Height; y++)
        {
            Span<float> row = upright.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                (int fromX, int fromY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (lastX - x, y),
                    SKEncodedOrigin.BottomRight => (lastX - x, lastY - y),
                    SKEncodedOrigin.BottomLeft => (x, lastY - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, lastY - x),
                    SKEncodedOrigin.RightBottom => (lastX - y, lastY - x),
                    _ => (lastX - y, x),
                };
                row[x] = picture.Row(fromY)[fromX];
            }
        }

        return upright;
    }

    private static InputException Damaged(string path, string found) =>
        new(path, "", "a whole PNG or JPEG picture", found, "the file is truncated or damaged");
}
