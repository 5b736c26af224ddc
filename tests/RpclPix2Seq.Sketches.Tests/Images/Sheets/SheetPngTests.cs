using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

public class SheetPngTests
{
    private static readonly (int, int, int) Paper = (0xfa, 0xf8, 0xf4);
    private static readonly (int, int, int) White = (0xff, 0xff, 0xff);
    private static readonly (int, int, int) Pale = (0xea, 0xf0, 0xf6);
    private static readonly (int, int, int) Ink = (0x21, 0x1f, 0x1d);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1.5)]
    public void The_picture_has_the_size_of_its_cards_gutters_and_margins(double scale)
    {
        PngPixels png = new(SheetPng.Render(TestSheets.Bare, scale));
        Assert.Equal((int)Math.Ceiling(((5 * 96) + (3 * 10) + (2 * 26)) * scale), png.Width);
        Assert.Equal((int)Math.Ceiling((96 + (2 * 26)) * scale), png.Height);
    }

    [Fact]
    public void Cards_have_their_colors_and_their_contents()
    {
        PngPixels png = new(SheetPng.Render(TestSheets.Bare, 1));
        Assert.Equal(Paper, png.At(3, 3));
        Assert.Equal(White, png.At(26 + 48, 26 + 8));
        Assert.Equal(Pale, png.At(122 + 48, 26 + 8));
        Assert.Equal(Ink, png.At(228 + 48, 26 + 48));
        Assert.Equal(Paper, png.At(334 + 48, 26 + 48));
        Assert.Equal(White, png.At(440 + 48, 26 + 48));
        Assert.NotEqual(White, png.At(122, 26 + 48));
        Assert.Equal(0, png.Dark(440, 26, 96, 96));
    }

    [Fact]
    public void A_sketch_fills_its_card_but_for_a_margin()
    {
        PngPixels png = new(SheetPng.Render(TestSheets.Bare, 2));
        Assert.True(png.Dark(2 * (26 + 44), 2 * (26 + 44), 16, 16) > 10, "the lines do not cross in the middle");
        foreach ((int dx, int dy) in new[] { (14, 14), (82, 14), (14, 82), (82, 82) })
            Assert.True(png.Dark(2 * (26 + dx - 3), 2 * (26 + dy - 3), 12, 12) > 5, $"no line ends at {dx}, {dy}");
        Assert.Equal(0, png.Dark(2 * 27, 2 * 27, 2 * 94, 2 * 9));
        Assert.Equal(0, png.Dark(2 * (26 + 30), 2 * (26 + 14), 2 * 36, 2 * 10));
    }

    [Fact]
    public void Given_rows_are_black_and_those_that_were_drawn_on_blue()
    {
        Sketch hook = new([new(0, 0, false), new(100, 0, false), new(0, 100, true)]);
        PngPixels png = new(SheetPng.Render(Sheet.Of("", [SheetCell.Of(hook) with { GivenRows = 2 }]) with { LineWidth = 4 }, 1));
        Assert.Equal(Ink, png.At(26 + 48, 26 + 12));
        Assert.Equal((0x1f, 0x6f, 0xc4), png.At(26 + 83, 26 + 48));
    }

    [Fact]
    public void Lines_are_even_and_round_at_their_ends()
    {
        Canvas canvas = new(60, 20, new Rgb(255, 255, 255));
        canvas.Stroke([[(10, 10), (30, 10), (20, 10), (50, 10)]], 6, new Rgb(0, 0, 0));
        double ink = 0;
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 60; x++)
                ink += (255 - canvas[x, y].Red) / 255.0;
        }

        // A line of 40 by 6 and two half circles: drawing over a part of it twice adds nothing.
        Assert.Equal((40 * 6) + (9 * Math.PI), ink, 1.0);
        Assert.Equal(0, canvas[30, 10].Red);
        Assert.True(canvas[7, 7].Red > 128, "the end is square");
    }

    [Fact]
    public void A_title_a_heading_and_a_caption_leave_ink_where_they_belong()
    {
        Sheet sheet = new()
        {
            Title = "HHHHH",
            Rows = [new SheetRow([SheetCell.Of(new Sketch([]), "HHHHH")]) { Heading = "HHHHH" }],
        };
        PngPixels png = new(SheetPng.Render(sheet, 2));
        Assert.True(png.Dark(2 * 26, 2 * 26, 2 * 40, 2 * 12) > 100, "no title");
        Assert.True(png.Dark(2 * 26, 2 * 90, 2 * 30, 2 * 12) > 30, "no heading");
        int below = png.Height - (2 * (26 + 12));
        Assert.True(png.Dark(png.Width / 2, below, 120, 2 * 14, 190) > 30, "no caption");
    }

    [Fact]
    public void The_same_sheet_gives_the_same_bytes() =>
        Assert.Equal(SheetPng.Render(TestSheets.Bare), SheetPng.Render(TestSheets.Bare));

    [Fact]
    public void A_sheet_without_rows_is_a_blank_page_with_its_title()
    {
        PngPixels png = new(SheetPng.Render(new Sheet { Title = "nothing", Rows = [] }));
        Assert.True(png.Dark(0, 0, png.Width, png.Height) > 50);
        Assert.True(new PngPixels(SheetPng.Render(new Sheet { Rows = [] })).Dark(0, 0, 100, 100) == 0);
    }

    [Fact]
    public void Bad_values_are_named()
    {
        Assert.Contains("Columns", Assert.Throws<InputException>(() => SheetPng.Render(TestSheets.Bare with { Columns = 0 })).Message);
        Assert.Contains(
            "CellSize", Assert.Throws<InputException>(() => SheetPng.Render(TestSheets.Bare with { CellSize = double.NaN })).Message);
        Assert.Contains("LineWidth", Assert.Throws<InputException>(() => SheetPng.Render(TestSheets.Bare with { LineWidth = 0 })).Message);
        Assert.Contains("scale", Assert.Throws<InputException>(() => SheetPng.Render(TestSheets.Bare, 9)).Message);
        SheetCell both = SheetCell.Of(TestSheets.Cross) with { Picture = new SheetPicture(new byte[1], 1, 1) };
        Assert.Contains("row 0, cell 0", Assert.Throws<InputException>(() => SheetPng.Render(Sheet.Of("", [both]))).Message);
        SheetCell broken = SheetCell.Of(new Sketch([new(1, 1, false), new(float.NaN, 1, true)]));
        Assert.Contains("row 1", Assert.Throws<InputException>(() => SheetPng.Render(Sheet.Of("", [broken]))).Message);
        SheetRow huge = new([.. Enumerable.Repeat(SheetCell.Empty, 100_000)]);
        Assert.Contains("pixels", Assert.Throws<InputException>(() => SheetPng.Render(new Sheet { Rows = [huge] })).Message);
    }

    [Fact]
    public void Sketches_of_any_extent_are_drawn()
    {
        float large = float.MaxValue;
        Sketch[] sketches =
        [
            new([new(0, 0, true)]),
            new([new(1e-30f, 0, false), new(1e-30f, 0, true)]),
            new([new(large, large, false), new(large, large, false), new(-large, large, true)]),
        ];
        foreach (Sketch sketch in sketches)
        {
            PngPixels png = new(SheetPng.Render(Sheet.Of("", [SheetCell.Of(sketch)])));
            Assert.True(png.Dark(60, 60, 180, 180) > 0);
        }
    }

    [Fact]
    public void Write_leaves_a_png_file()
    {
        using TemporaryFolder folder = new();
        SheetPng.Write(folder.File("sheet.png"), TestSheets.Bare);
        Assert.Equal(SheetPng.Render(TestSheets.Bare), File.ReadAllBytes(folder.File("sheet.png")));
    }
}
