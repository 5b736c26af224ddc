using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using SkiaSharp;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Pictures of sketches: the chunks of PNG files, the rows inside them, and JPEG files, up to the traced drawing.</summary>
internal static class PictureTargets
{
    private const int Width = 24, Height = 16;

    // A picture decompresses to at most 1,032 bytes per byte, each perhaps eight pixels; up to 1,280 x 1,280 of them become planes of
    // floats.
    private static readonly Allowance Pixels = new(256 << 20, 8 * 1032 * 4);

    private static readonly byte[][] Words =
    [
        .. Seed.Words("IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP acTL fdAT eXIf zTXt iTXt pHYs bKGD"), .. new[]
        {
            "\0\0\0\u0010", "\u0008\u0006\0\0\0", "\u0010\u0002\0\0\u0001", "\u0001\u0003\0\0\0", "\u00ff\u00d8\u00ff", "\u00ff\u00c0",
            "\u00ff\u00c2", "\u00ff\u00c4", "\u00ff\u00db", "\u00ff\u00da", "\u00ff\u00d9",
            "\u00ff\u00dd", "\u00ff\u00e1", "Exif\0\0", "\u00ff\u00ee\0\u000eAdobe",
        }.Select(Seed.Latin),
    ];

    public static IEnumerable<FuzzTarget> All()
    {
        byte[] gray = Rows(1, x => [Ink(x)]), color = Rows(3, x => [Ink(x), Ink(x), 40]),
            alpha = Rows(4, x => [Ink(x), 0, 0, (byte)(255 - Ink(x))]), bits = Rows(1, _ => [0x99], Width / 8);
        byte[][] pictures =
        [
            PngEnvelope.Of(Width, Height, 8, 0, gray), PngEnvelope.Of(Width, Height, 8, 2, color),
            PngEnvelope.Of(Width, Height, 8, 6, alpha),
            PngEnvelope.Of(Width, Height, 1, 3, bits), PngEnvelope.Of(Width, Height, 1, 0, bits),
        ];
        yield return Of("png", pictures, PngEnvelope.Repair);
        byte[][] rows = [[8, 0, .. gray], [8, 2, .. color], [8, 6, .. alpha], [1, 0, .. bits], [1, 3, .. bits]];
        yield return Of("png/rows", rows, (all, _) => all.Length < 2 ? all : PngEnvelope.Of(Width, Height, all[0], all[1], all.AsSpan(2)));
        yield return Of("jpeg", [Jpeg(SKColorType.Gray8), Jpeg(SKColorType.Rgba8888)], null);
    }

    private static FuzzTarget Of(string name, byte[][] seeds, Func<byte[], int, byte[]>? envelope) => new()
    {
        Name = name,
        FileName = "picture",
        Seeds = seeds,
        Tokens = Words,
        Envelope = envelope,
        Allowance = Pixels,
        Weight = 3,
        Read = input =>
        {
            byte[] image = PictureReader.Read(input.Path, RasterOptions.Default);
            Promise.Holds(image.Length == RasterOptions.Default.Size * RasterOptions.Default.Size, "a picture of another size");
        },
    };

    /// <summary>A drawing of a few lines, row by row, each starting with the filter "none".</summary>
    private static byte[] Rows(int channels, Func<(int X, int Y), byte[]> pixel, int width = Width)
    {
        List<byte> rows = new(Height * (1 + (width * channels)));
        for (int y = 0; y < Height; y++)
        {
            rows.Add(0);
            for (int x = 0; x < width; x++)
                rows.AddRange(pixel((x, y)));
        }

        return [.. rows];
    }

    private static byte Ink((int X, int Y) at) => at.X == at.Y + 2 || at.Y == 3 || at.X == 20 ? (byte)0 : byte.MaxValue;

    private static byte[] Jpeg(SKColorType type)
    {
        using SKBitmap bitmap = new(new SKImageInfo(Width, Height, type, SKAlphaType.Opaque));
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
                bitmap.SetPixel(x, y, new SKColor(Ink((x, y)), Ink((x, y)), Ink((x, y))));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }
}
