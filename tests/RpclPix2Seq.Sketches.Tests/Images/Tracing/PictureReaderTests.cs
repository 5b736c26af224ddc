using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>
/// Pictures of built-in sketches come back as the rasterizer draws the strokes. The ink of those pictures averages 27 levels per pixel, so
/// a difference that large means no similarity at all.
/// </summary>
public sealed class PictureReaderTests : IDisposable
{
    private const int Sketches = 10;
    private static readonly Lazy<double> Clean = new(() =>
    {
        using PictureReaderTests tests = new();
        return tests.Mean(new TestPicture { LineWidth = 6 });
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Bounds about a third above what was measured on these sketches.
    [Theory]
    [InlineData(512, 8, 4.5)]
    [InlineData(512, 2, 2.5)]
    [InlineData(512, 20, 11.5)]
    [InlineData(256, 4, 5.5)]
    [InlineData(1400, 4, 2.5)]
    [InlineData(128, 1, 6.5)]
    public void Lines_of_any_width_become_those_of_the_rasterizer(int size, float lineWidth, double most) =>
        Assert.InRange(Mean(new TestPicture { Size = size, LineWidth = lineWidth }), 0.1, most);

    [Theory]
    [InlineData(50, 0, 0, 0)]
    [InlineData(null, 20, 0, 0)]
    [InlineData(null, 0, 0.02, 0)]
    [InlineData(60, 8, 0, 120)]
    public void Compression_noise_specks_and_shade_change_little(int? quality, double noise, double specks, double shade)
    {
        TestPicture spoilt = new() { LineWidth = 6, Quality = quality, Noise = noise, Specks = specks, Shade = shade };
        Assert.InRange(Mean(spoilt), 0.1, Clean.Value + 1);
    }

    [Fact]
    public void Light_lines_on_dark_are_the_same_as_dark_ones_on_light()
    {
        Sketch sketch = TestPicture.Sketches(1).Single();
        byte[] dark = Read(new TestPicture().Encode(sketch));
        byte[] light = Read(new TestPicture { Paper = SKColors.Black, Ink = SKColors.White }.Encode(sketch));
        Assert.InRange(TestPicture.Difference(dark, light), 0, 0.5);
    }

    [Fact]
    public void Faint_and_colored_lines_are_found()
    {
        TestPicture pencil = new()
        {
            LineWidth = 4,
            Paper = new SKColor(225, 222, 215),
            Ink = new SKColor(160, 158, 165),
            Noise = 4,
            Quality = 80,
        };
        TestPicture blue = new() { LineWidth = 5, Paper = new SKColor(250, 240, 160), Ink = new SKColor(40, 60, 200) };
        Assert.InRange(Mean(pencil), 0.1, 4.5);
        Assert.InRange(Mean(blue), 0.1, 4.5);
    }

    [Fact]
    public void A_drawing_in_a_corner_of_the_picture_fills_the_result()
    {
        TestPicture corner = new() { Size = 800, LineWidth = 4, Margin = 0.3f };
        Assert.InRange(Mean(corner), 0.1, 4.5);
    }

    // Drawn as in the original, a sketch that begins far from the origin fills only a part of its picture.
    [Fact]
    public void A_picture_with_the_origin_in_its_box_is_taken_as_it_is_by_a_model_of_such()
    {
        foreach (Sketch sketch in TestPicture.Sketches(5))
        {
            StrokePoint[] points = [.. sketch.Points];
            points[0] = points[0] with { Dx = points[0].Dx + 60, Dy = points[0].Dy + 40 };
            byte[] drawn = new byte[48 * 48];
            new Rasterizer(RasterOptions.Reference).Draw(points, drawn);
            string path = Write(PngWriter.Encode(drawn, 48, 48, 1));
            Assert.Equal(drawn, PictureReader.Read(path, RasterOptions.Reference));
            Assert.NotEqual(drawn, PictureReader.Read(path, RasterOptions.Default));
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(96)]
    public void A_picture_of_the_rasterizer_is_taken_as_it_is(int size)
    {
        foreach (Sketch sketch in TestPicture.Sketches(5))
        {
            byte[] drawn = TestPicture.Expected(sketch, size);
            Assert.Equal(drawn, Read(PngWriter.Encode(drawn, size, size, 1), size));
        }
    }

    // Their lines have butt caps and miters, so half a line width more or less may belong to the box of the points: up to 0.4 of 48 pixels.
    // On straight upright lines that alone makes up most of the difference; the strokes themselves are compared below.
    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(96)]
    public void Larger_pictures_of_the_rasterizer_come_back_close_at_every_size(int size) =>
        Assert.InRange(
            TestPicture.Sketches(5)
                .Average(sketch => TestPicture.Difference(TestPicture.Expected(sketch, size), Read(Large(sketch), size))), 0.1, 6.5);

    [Fact]
    public void The_strokes_of_larger_pictures_of_the_rasterizer_lie_where_it_drew_them()
    {
        double sum = 0;
        double scale = (48 - (2 * 1.5)) / (512 - (2 * 12)), start = 24 - (scale * 256);
        foreach (Sketch sketch in TestPicture.Sketches(5))
        {
            Ink ink = InkFinder.Find(PictureDecoder.Decode(Write(Large(sketch)), 512, 255, out _))!;
            byte[] image = new byte[48 * 48];
            StrokePoint[] strokes = Polylines.ToStroke3(LineTracer.Trace(ink, 45), FirstRow.Move);
            new Rasterizer(RasterOptions.Default).Draw(strokes, new RasterFrame(scale, start, start), image);
            sum += TestPicture.Difference(TestPicture.Expected(sketch), image) / 5;
        }

        Assert.InRange(sum, 0.1, 2.4); // a third above what was measured
    }

    [Fact]
    public void The_first_row_of_sketches_and_the_origin_make_no_difference()
    {
        byte[] file = new TestPicture().Encode(TestPicture.Sketches(1).Single());
        byte[] expected = Read(file);
        string path = Write(file);
        Assert.Equal(expected, PictureReader.Read(path, RasterOptions.Reference));
        Assert.Equal(expected, PictureReader.Read(path, RasterOptions.Default with { FirstRow = FirstRow.Ink }));
    }

    // Thinned, a filled square is a cross; resampled, it stays a square.
    [Fact]
    public void Filled_areas_stay_filled_when_resampled()
    {
        using SKBitmap bitmap = new(200, 200);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKPaint pen = new() { Color = SKColors.Black, StrokeWidth = 4, Style = SKPaintStyle.Stroke };
        canvas.DrawRect(20, 20, 160, 160, pen);
        pen.Style = SKPaintStyle.Fill;
        canvas.DrawRect(60, 60, 80, 80, pen);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        string path = Write(data.ToArray());
        double resampled = Dark(PictureReader.Read(path, RasterOptions.Default, PictureMode.Resample)),
            traced = Dark(PictureReader.Read(path, RasterOptions.Default));
        Assert.InRange(resampled, 500, 800); // a quarter of 45 · 45 pixels, and four lines
        Assert.InRange(traced, 100, 300);

        static double Dark(byte[] image) => image.Sum(v => (255 - v) / 255.0);
    }

    [Fact]
    public void Two_dots_are_drawn_as_dots()
    {
        using SKBitmap bitmap = new(200, 200);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKPaint pen = new() { Color = SKColors.Black, IsAntialias = true };
        canvas.DrawCircle(40, 100, 5, pen);
        canvas.DrawCircle(160, 100, 5, pen);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        byte[] image = Read(data.ToArray());
        Assert.InRange(image.Sum(v => (255 - v) / 255.0), 1, 6);
        Assert.All(Enumerable.Range(4, 40), x => Assert.All(Enumerable.Range(0, 48), y => Assert.Equal(255, image[(y * 48) + x])));
    }

    /// <summary>A PNG file of 512×512 pixels, its lines 8 pixels wide.</summary>
    private static byte[] Large(Sketch sketch)
    {
        byte[] large = new byte[512 * 512];
        new Rasterizer(RasterOptions.Default with { Size = 512, LineWidth = 8, Margin = 12 }).Draw(sketch.Points, large);
        return PngWriter.Encode(large, 512, 512, 1);
    }

    private double Mean(TestPicture picture) =>
        TestPicture.Sketches(Sketches)
            .Average(sketch => TestPicture.Difference(TestPicture.Expected(sketch), Read(picture.Encode(sketch))));

    private byte[] Read(byte[] file, int size = 48) => PictureReader.Read(Write(file), RasterOptions.Default with { Size = size });

    private string Write(byte[] file)
    {
        string path = _folder.File("picture");
        File.WriteAllBytes(path, file);
        return path;
    }
}
