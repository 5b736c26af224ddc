using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>Kinds of PNG and JPEG files that few programs write, and unusual sizes.</summary>
public sealed class UnusualPictureTests : IDisposable
{
    private const int Side = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pixels_of_a_palette_are_as_bright_as_their_colors()
    {
        byte[] palette = PngFile.Chunk("PLTE"u8, [255, 255, 255, 200, 100, 50, 0, 0, 0]);
        Plane plane = Decode(PngFile.Make(Side, Side, 8, 3, Rows(Side, Side, (x, _) => (byte)(x % 3)), palette));
        Assert.All(Enumerable.Range(0, Side), x => Assert.Equal((x % 3) switch { 0 => 255, 1 => 124.2, _ => 0 }, plane.Values[x], 0.01));
    }

    [Fact]
    public void A_transparent_color_of_a_palette_is_paper()
    {
        byte[] chunks = [.. PngFile.Chunk("PLTE"u8, [0, 0, 0, 0, 0, 0]), .. PngFile.Chunk("tRNS"u8, [0, 255])];
        Plane plane = Decode(PngFile.Make(Side, Side, 8, 3, Rows(Side, Side, (x, _) => (byte)(x % 2)), chunks));
        Assert.All(Enumerable.Range(0, Side), x => Assert.Equal(x % 2 == 0 ? 255 : 0, plane.Values[x]));
    }

    [Fact]
    public void One_bit_a_pixel_is_black_and_white()
    {
        Plane plane = Decode(PngFile.Make(Side, Side, 1, 0, Rows(Side / 8, Side, (_, _) => 0b01100000)));
        Assert.All(Enumerable.Range(0, Side), x => Assert.Equal(x % 8 is 1 or 2 ? 255 : 0, plane.Values[x]));
    }

    [Fact]
    public void Of_an_animation_the_picture_that_any_program_shows_is_read()
    {
        byte[] still = Rows(Side, Side, (x, _) => (byte)(x < 8 ? 0 : 255)), next = Rows(Side, Side, (_, _) => 77);
        byte[] control = PngFile.Chunk("acTL"u8, [0, 0, 0, 1, 0, 0, 0, 0]);
        byte[] frame = PngFile.Chunk("fcTL"u8, [0, 0, 0, 0, 0, 0, 0, Side, 0, 0, 0, Side, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 25, 0, 0]);
        byte[] data = PngFile.Chunk("fdAT"u8, [0, 0, 0, 1, .. PngFile.Packed(next)]);
        Assert.Equal(
            Decode(PngFile.Make(Side, Side, 8, 0, still)).Values,
            Decode(PngFile.Make(Side, Side, 8, 0, still, control, [.. frame, .. data])).Values);
    }

    [Fact]
    public void The_four_inks_of_printers_are_read()
    {
        Plane plane = Decode(
            CmykJpeg.Make(4, 3, (column, row) => column == 1 ? [255, 255, 255, 0] : row == 2 ? [0, 0, 0, 255] : [255, 255, 255, 255]));
        Assert.Equal((32, 24), (plane.Width, plane.Height));
        Assert.InRange(plane.Row(4)[4], 245, 255);
        Assert.InRange(plane.Row(4)[12], 0, 10);
        Assert.InRange(plane.Row(20)[28], 0, 10);
    }

    [Theory]
    [InlineData(1, 1, "found 1 x 1 pixels")]
    [InlineData(1, 4000, "found 1 x 4000 pixels")]
    [InlineData(0, 40, "an invalid header")]
    [InlineData(-5, 40, "an invalid header")]
    public void Sizes_without_room_for_a_drawing_are_refused(int width, int height, string found) =>
        Assert.Contains(
            found, Assert.Throws<InputException>(() => Decode(PngFile.Make(width, height, 8, 0, new byte[9000]))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(8, 20_000)]
    [InlineData(20_000, 8)]
    [InlineData(9, 8)]
    public void Very_long_and_very_small_pictures_are_read(int width, int height)
    {
        string path = Write(
            PngFile.Make(
                width, height, 8, 0,
                Rows(width, height, (x, y) => (byte)(x >= width / 4 && x < width / 2 && y >= height / 4 && y < height / 2 ? 0 : 255))));
        foreach (PictureMode mode in Enum.GetValues<PictureMode>())
            Assert.Contains(PictureReader.Read(path, RasterOptions.Default, mode), value => value < 200);
    }

    // Black pixels that do not touch: a dithered gray area has no lines.
    [Fact]
    public void A_dithered_gray_is_blank()
    {
        string path = Write(PngFile.Make(400, 400, 8, 0, Rows(400, 400, (x, y) => (byte)(x % 3 == 0 && y % 3 == 0 ? 0 : 255))));
        Assert.Contains(
            "found a blank picture", Assert.Throws<InputException>(() => PictureReader.Read(path, RasterOptions.Default)).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Rows(int bytes, int height, Func<int, int, byte> value) =>
        [.. Enumerable.Range(0, height).SelectMany(y => (byte[])[0, .. Enumerable.Range(0, bytes).Select(x => value(x, y))])];

    private Plane Decode(byte[] file) => PictureDecoder.Decode(Write(file), 1280, byte.MaxValue, out _);

    private string Write(byte[] file)
    {
        string path = _folder.File("picture");
        File.WriteAllBytes(path, file);
        return path;
    }
}
