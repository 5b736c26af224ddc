using System.Xml.Linq;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

public class SheetSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_sheet_is_well_formed_and_holds_every_sketch_picture_and_text()
    {
        Sheet sheet = TestSheets.Bare with { Title = "A & B <c>", Subtitle = "\"quoted\"" };
        XElement root = XDocument.Parse(SheetSvg.Render(sheet)).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("A & B <c>", root.Element(Svg + "title")?.Value);
        Assert.Equal(["A & B <c>", "\"quoted\""], root.Elements(Svg + "text").Select(text => text.Value));
        Assert.Equal(3, root.Descendants(Svg + "path").Count(path => (string?)path.Attribute("class") == "ink"));
        XElement image = Assert.Single(root.Descendants(Svg + "image"));
        string data = image.Attribute("href")!.Value;
        PngPixels picture = new(Convert.FromBase64String(data["data:image/png;base64,".Length..]));
        Assert.Equal((48, 48), (picture.Width, picture.Height));
    }

    [Fact]
    public void Sketches_lie_in_the_svg_where_they_lie_in_the_png()
    {
        List<(double X, double Y)[]> placed = SketchFit.Place(TestSheets.Cross.Points, FirstRow.Move, 0, 0, 96, 96 * 0.13);
        (double x, double y) = placed[0][0];
        XElement root = XDocument.Parse(SheetSvg.Render(TestSheets.Bare)).Root!;
        string path = root.Descendants(Svg + "path").First(p => (string?)p.Attribute("class") == "ink").Attribute("d")!.Value;
        Assert.Equal((12.48, 12.48), (Math.Round(x, 2), Math.Round(y, 2)));
        Assert.StartsWith("m12.48 12.48l71.04 71.04", path);
    }

    [Fact]
    public void Given_rows_and_those_that_were_drawn_on_are_two_paths_in_one_place()
    {
        Sketch hook = new([new(0, 0, false), new(100, 0, false), new(0, 100, true)]);
        XElement root = XDocument.Parse(SheetSvg.Render(Sheet.Of("", [SheetCell.Of(hook) with { GivenRows = 2 }]))).Root!;
        XElement[] paths = [.. root.Descendants(Svg + "path").Where(p => (string?)p.Attribute("class") == "ink")];
        Assert.Equal(["m83.52 12.48l0 71.04", "m12.48 12.48l71.04 0"], paths.Select(p => p.Attribute("d")!.Value));
        Assert.Equal("stroke:#1f6fc4", (string?)paths[0].Attribute("style"));
        Assert.Null(paths[1].Attribute("style"));
    }

    [Fact]
    public void A_text_that_is_cut_keeps_its_whole_as_a_title()
    {
        string caption = "a caption that is far too long for its card";
        XElement root = XDocument.Parse(SheetSvg.Render(Sheet.Of("", [SheetCell.Of(TestSheets.Cross, caption)]))).Root!;
        XElement text = Assert.Single(root.Elements(Svg + "text"));
        Assert.Equal(caption, text.Element(Svg + "title")?.Value);
        Assert.EndsWith("…", text.Nodes().OfType<XText>().Single().Value);
    }

    [Fact]
    public void Bad_values_are_named_as_for_png()
    {
        Assert.Contains("Columns", Assert.Throws<InputException>(() => SheetSvg.Render(TestSheets.Bare with { Columns = 101 })).Message);
        SheetCell broken = SheetCell.Of(new Sketch([new(float.PositiveInfinity, 1, true)]));
        Assert.Contains("row 0", Assert.Throws<InputException>(() => SheetSvg.Render(Sheet.Of("", [broken]))).Message);
    }

    [Fact]
    public void Any_text_can_be_escaped()
    {
        string hostile = "<&>\"'\0\u0001\ud800\ufffe</text>😀";
        XElement element = XElement.Parse($"<a b=\"{XmlText.Escape(hostile)}\">{XmlText.Escape(hostile)}</a>");
        Assert.Equal("<&>\"'\ufffd\ufffd\ufffd\ufffd</text>😀", element.Value);
        Assert.Equal(element.Value, element.Attribute("b")!.Value);
    }

    [Fact]
    public void Write_leaves_the_document()
    {
        using TemporaryFolder folder = new();
        SheetSvg.Write(folder.File("sheet.svg"), TestSheets.Bare);
        Assert.Equal(SheetSvg.Render(TestSheets.Bare), File.ReadAllText(folder.File("sheet.svg")));
    }

    [Fact]
    public void A_picture_has_as_many_bytes_as_it_has_pixels() =>
        Assert.Throws<ArgumentException>(() => new SheetPicture(new byte[47 * 48]));
}
