using CsCheck;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.TestKit;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>What picture files may contain, and what they may not.</summary>
public sealed class PictureDecoderTests : IDisposable
{
    private const int Width = 24, Height = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gray_and_color_of_8_and_16_bits_are_the_same_brightness()
    {
        byte[] gray = Enumerable.Range(0, Width * Height).Select(i => (byte)(i * 255 / (Width * Height - 1))).ToArray();
        AssertBrightness(gray, 0.5, PngWriter.Encode(gray, Width, Height, 1));
        AssertBrightness(gray, 0.5, PngWriter.Encode([.. gray.SelectMany(v => (byte[])[v, v, v])], Width, Height, 3));
        AssertBrightness(gray, 1, PngFile.Make(Width, Height, 16, 0, Rows(gray, v => [v, 77])));
        AssertBrightness(gray, 1, PngFile.Make(Width, Height, 16, 2, Rows(gray, v => [v, 1, v, 2, v, 3])));
        AssertBrightness(gray, 0.5, PngFile.Make(Width, Height, 8, 6, Rows(gray, v => [v, v, v, 255])));
    }

    [Fact]
    public void Colors_count_as_the_eye_sees_them()
    {
        byte[] rows = Rows(new byte[Width * Height], _ => [200, 100, 50]);
        Plane plane = Decode(PngFile.Make(Width, Height, 8, 2, rows));
        Assert.Equal((0.299 * 200) + (0.587 * 100) + (0.114 * 50), plane.Values[7], 1e-3);
    }

    [Fact]
    public void Transparent_pixels_show_the_paper()
    {
        byte[] alpha = Enumerable.Range(0, Width * Height).Select(i => (byte)(i % 256)).ToArray();
        byte[] file = PngFile.Make(Width, Height, 8, 4, Rows(alpha, a => [0, a]));
        Plane onWhite = Decode(file);
        for (int i = 0; i < alpha.Length; i++)
            Assert.Equal(255 - alpha[i], onWhite.Values[i], 1e-3);
        Plane onBlack = PictureDecoder.Decode(Write(file), 100, 0, out bool hasAlpha);
        Assert.True(hasAlpha);
        Assert.All(onBlack.Values, v => Assert.Equal(0, v));
    }

    [Fact]
    public void White_lines_on_nothing_are_found()
    {
        TestPicture picture = new() { Paper = SKColors.Transparent, Ink = SKColors.White };
        var sketch = TestPicture.Sketches(1).Single();
        byte[] read = PictureReader.Read(Write(picture.Encode(sketch)), RasterOptions.Default);
        Assert.InRange(TestPicture.Difference(TestPicture.Expected(sketch), read), 0.1, 6);
    }

    // The eight orientations of a camera; the picture gets brighter to the right, and even more so downward.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Pictures_are_turned_upright(int orientation)
    {
        using SKBitmap bitmap = new(new SKImageInfo(Width, Height, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
                bitmap.SetPixel(x, y, Gray(Stored(x, y)));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        Plane upright = Decode(WithOrientation(data.ToArray(), (byte)orientation));
        Assert.Equal(orientation < 5 ? (Width, Height) : (Height, Width), (upright.Width, upright.Height));
        float topLeft = upright.Values[0], topRight = upright.Values[upright.Width - 1], bottomLeft = upright.Values[^upright.Width];
        Assert.InRange(topRight - topLeft, 20, 70);
        Assert.InRange(bottomLeft - topLeft, 80, 170);

        // The position of the file's pixel in the upright picture, as fractions of its sides.
        int Stored(int x, int y)
        {
            double u = (double)x / (Width - 1), v = (double)y / (Height - 1);
            (double right, double down) = orientation switch
            {
                1 => (u, v),
                2 => (1 - u, v),
                3 => (1 - u, 1 - v),
                4 => (u, 1 - v),
                5 => (v, u),
                6 => (1 - v, u),
                7 => (1 - v, 1 - u),
                _ => (v, 1 - u),
            };
            return (int)(40 + (45 * right) + (125 * down));
        }

        static SKColor Gray(int v) => new((byte)v, (byte)v, (byte)v);
    }

    [Fact]
    public void The_name_of_a_file_says_nothing_about_its_format()
    {
        byte[] jpeg = new TestPicture { Quality = 90 }.Encode(TestPicture.Sketches(1).Single());
        string named = _folder.File("picture.png"), unnamed = _folder.File("picture");
        File.WriteAllBytes(named, jpeg);
        File.WriteAllBytes(unnamed, jpeg);
        Assert.True(PictureReader.IsPicture(named));
        Assert.Equal(PictureReader.Read(named, RasterOptions.Default), PictureReader.Read(unnamed, RasterOptions.Default));
    }

    [Fact]
    public void Large_pictures_are_shrunk_and_keep_their_shape()
    {
        byte[] gray = new byte[3000 * 1000];
        Array.Fill(gray, (byte)90);
        Plane plane = PictureDecoder.Decode(Write(PngWriter.Encode(gray, 3000, 1000, 1)), 600, 255, out _);
        Assert.Equal((600, 200), (plane.Width, plane.Height));
        Assert.All(plane.Values, v => Assert.Equal(90, v, 0.01));
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        var sketch = TestPicture.Sketches(1).Single();
        foreach (byte[] whole in (byte[][])[new TestPicture { Size = 64, Quality = 90 }.Encode(
            sketch), new TestPicture { Size = 64 }.Encode(sketch)])
        {
            // The last bytes of a PNG file are its end mark, which holds nothing of the picture.
            Gen.Int[0, whole.Length * 4 / 5]
                .ForAll(length => Assert.Contains("expected", Refusal(whole[..length]), StringComparison.Ordinal), count: 60);
        }
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_but_nothing_else_happens()
    {
        byte[] png = new TestPicture { Size = 64 }.Encode(TestPicture.Sketches(1).Single());
        byte[] jpeg = new TestPicture { Size = 64, Quality = 80 }.Encode(TestPicture.Sketches(1).Single());
        Gen.Select(Gen.Bool, Gen.Int[8, 20_000], Gen.Byte).ForAll(
            (isPng, at, value) =>
            {
                byte[] damaged = [.. isPng ? png : jpeg];
                damaged[8 + (at % (damaged.Length - 8))] = value;
                string path = Write(damaged);
                try
                {
                    Assert.Equal(48 * 48, PictureReader.Read(path, RasterOptions.Default).Length);
                }
                catch (InputException e)
                {
                    Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                }
            },
            count: 200);
    }

    [Fact]
    public void A_picture_of_too_many_pixels_is_refused_before_it_is_decoded()
    {
        Assert.Contains(
            "at most 100 megapixels, found 100000 x 90000 pixels", Refusal(PngFile.Make(100_000, 90_000, 8, 0, new byte[1000])),
            StringComparison.Ordinal);
        Assert.Contains(
            "at least 8 x 8 pixels, found 7 x 300 pixels", Refusal(PngFile.Make(7, 300, 8, 0, new byte[300 * 8])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_claims_more_pixels_than_its_bytes_can_hold_is_refused_before_there_is_room_for_them()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("10000 x 9000 pixels in", Refusal(PngFile.Make(10_000, 9000, 8, 6, new byte[1000])), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_blank_picture_packed_as_tightly_as_can_be_is_still_decoded()
    {
        byte[] rows = new byte[4000 * (1 + (4000 / 8))];
        Plane plane = PictureDecoder.Decode(Write(PngFile.Make(4000, 4000, 1, 0, rows)), 100, 255, out _);
        Assert.Equal((100, 100), (plane.Width, plane.Height));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(0)]
    [InlineData(120)]
    public void A_blank_picture_is_refused(byte level)
    {
        byte[] gray = new byte[100 * 80];
        Array.Fill(gray, level);
        Assert.Contains("expected a drawing, found a blank picture", Refusal(PngWriter.Encode(gray, 100, 80, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_without_a_drawing_is_blank()
    {
        TestPicture noise = new() { Size = 256, Noise = 15, Shade = 60, Ink = SKColors.White, Paper = SKColors.White };
        Assert.Contains("found a blank picture", Refusal(noise.Encode(TestPicture.Sketches(1).Single())), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_not_pictures()
    {
        Assert.Contains(
            "expected a PNG or JPEG picture, found something else", Refusal("GIF89a and more of it"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("expected a PNG or JPEG picture, found an empty file", Refusal([]), StringComparison.Ordinal);
        Assert.False(PictureReader.IsPicture(Write([])));
        string absent = _folder.File("absent.png");
        Assert.Contains(
            "expected a file, found none there",
            Assert.Throws<InputException>(() => PictureReader.Read(absent, RasterOptions.Default)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "found a folder", Assert.Throws<InputException>(() => PictureReader.IsPicture(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private void AssertBrightness(byte[] expected, double tolerance, byte[] file)
    {
        Plane plane = Decode(file);
        Assert.Equal((Width, Height), (plane.Width, plane.Height));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], plane.Values[i], tolerance);
    }

    private static byte[] Rows(byte[] values, Func<byte, byte[]> pixel) =>
        [.. values.Chunk(Width).SelectMany(row => (byte[])[0, .. row.SelectMany(pixel)])];

    /// <summary>A JPEG file with an Exif block of one entry: tag 0x112, short, 1, the orientation.</summary>
    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    private Plane Decode(byte[] file) => PictureDecoder.Decode(Write(file), 4000, 255, out _);

    private string Refusal(byte[] file)
    {
        string path = Write(file);
        string message = Assert.Throws<InputException>(() => PictureReader.Read(path, RasterOptions.Default)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        return message;
    }

    private string Write(byte[] file)
    {
        string path = _folder.File("picture");
        File.WriteAllBytes(path, file);
        return path;
    }
}
