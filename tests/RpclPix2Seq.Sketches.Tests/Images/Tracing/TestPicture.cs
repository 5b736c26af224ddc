using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>A picture of a sketch as people might have it; drawn with round caps and joins.</summary>
internal sealed record TestPicture
{
    /// <summary>Width and height in pixels.</summary>
    public int Size { get; init; } = 512;

    /// <summary>Width of the lines in pixels.</summary>
    public float LineWidth { get; init; } = 8;

    /// <summary>Free space on the left, as a fraction of the picture; half as much at the top.</summary>
    public float Margin { get; init; } = 0.08f;

    public SKColor Paper { get; init; } = SKColors.White;

    public SKColor Ink { get; init; } = SKColors.Black;

    /// <summary>Standard deviation of the camera noise, in levels.</summary>
    public double Noise { get; init; }

    /// <summary>Fraction of pixels that are black or white instead.</summary>
    public double Specks { get; init; }

    /// <summary>How much darker the far corner is, in levels.</summary>
    public double Shade { get; init; }

    /// <summary>JPEG of this quality; PNG if null.</summary>
    public int? Quality { get; init; }

    /// <summary>The built-in sketches used for measurements.</summary>
    public static IEnumerable<Sketch> Sketches(int count) =>
        Enumerable.Range(0, count).Select(i => ProceduralSketches.Draw(ProceduralSketches.Categories[i % 5], 11, i).Sketch);

    /// <summary>The picture that the rasterizer draws.</summary>
    public static byte[] Expected(Sketch sketch, int size = 48)
    {
        byte[] image = new byte[size * size];
        new Rasterizer(RasterOptions.Default with { Size = size }).Draw(sketch.Points, image);
        return image;
    }

    /// <summary>Mean absolute difference of two pictures, in levels.</summary>
    public static double Difference(byte[] a, byte[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return sum / a.Length;
    }

    public void Write(string path, Sketch sketch) => File.WriteAllBytes(path, Encode(sketch));

    public byte[] Encode(Sketch sketch)
    {
        using SKBitmap bitmap = Draw(sketch);
        using SKData data = Quality is { } quality
            ? bitmap.Encode(SKEncodedImageFormat.Jpeg, quality)
            : bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public SKBitmap Draw(Sketch sketch)
    {
        SKBitmap bitmap = new(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(Paper);
        using SKPath path = Path(sketch);
        float inside = (1 - (2 * Margin)) * Size;
        float scale = inside / Math.Max(path.Bounds.Width, path.Bounds.Height);
        path.Transform(SKMatrix.CreateTranslation(-path.Bounds.Left, -path.Bounds.Top));
        path.Transform(SKMatrix.CreateScale(scale, scale));
        path.Transform(SKMatrix.CreateTranslation(Margin * Size, Margin * Size / 2));
        using SKPaint pen = new()
        {
            Color = Ink,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = LineWidth,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, pen);
        Spoil(bitmap);
        return bitmap;
    }

    private static SKPath Path(Sketch sketch)
    {
        SKPath path = new();
        float x = 0, y = 0;
        bool lifted = true;
        foreach (StrokePoint point in sketch.Points)
        {
            (x, y) = (x + point.Dx, y + point.Dy);
            if (lifted)
                path.MoveTo(x, y);
            else
                path.LineTo(x, y);
            lifted = point.PenUp;
        }

        return path;
    }

    private void Spoil(SKBitmap bitmap)
    {
        if (Noise == 0 && Specks == 0 && Shade == 0)
            return;
        CounterRandom random = new(5);
        Span<byte> pixels = bitmap.GetPixelSpan().Length > 0 ? Writable(bitmap) : default;
        for (int i = 0; i < Size * Size; i++)
        {
            double shade = Shade * ((i % Size) + (i / Size)) / (2.0 * Size);
            double change = (Noise * random.NextNormal()) - shade;
            double speck = random.NextDouble();
            for (int c = 0; c < 3; c++)
            {
                double value = speck < Specks / 2 ? 0 : speck < Specks ? 255 : pixels[(4 * i) + c] * (1 - (shade / 255)) + change + shade;
                pixels[(4 * i) + c] = (byte)Math.Clamp(Math.Round(value), 0, 255);
            }
        }
    }

    private static unsafe Span<byte> Writable(SKBitmap bitmap) => new((void*)bitmap.GetPixels(), bitmap.ByteCount);
}
