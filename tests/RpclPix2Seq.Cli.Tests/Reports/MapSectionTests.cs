using System.Text.Json;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Tests.Reports;

public class MapSectionTests
{
    private const string Hostile = "</script><script>alert('&')</script>]]>";

    private static readonly SheetCell Cell = SheetCell.Of(new Sketch([new(0, 0, false), new(10, 5, true)]));

    [Fact]
    public void The_page_needs_nothing_else_and_no_text_gets_out_of_its_place()
    {
        string html = Page(Hostile);
        XElement page = ReportPageTests.Parse(html);
        Assert.Equal(2, page.Descendants("script").Count());
        Assert.DoesNotContain("alert('&')", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
        using JsonDocument data = Data(page);
        Assert.Equal(Hostile, data.RootElement.GetProperty("names")[0].GetString());
    }

    [Fact]
    public void The_data_hold_places_groups_and_drawings()
    {
        using JsonDocument read = Data(ReportPageTests.Parse(Page("cat_0")));
        JsonElement data = read.RootElement;
        Assert.Equal(["cat_0", "b"], data.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.StartsWith("m", data.GetProperty("paths")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("", data.GetProperty("paths")[1].GetString());
        Assert.StartsWith("data:image/png;base64,", data.GetProperty("pictures").GetProperty("1").GetString(), StringComparison.Ordinal);
        JsonElement projection = data.GetProperty("projections")[0];
        Assert.Equal([0.12346, -1234568, 1e-9, 0], projection.GetProperty("places").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(2 * 73, projection.GetProperty("ellipses")[0].GetProperty("outline").GetArrayLength());
        Assert.Equal(GroupColor.Css(4), projection.GetProperty("ellipses")[0].GetProperty("color").GetString());
        JsonElement coloring = data.GetProperty("colorings")[0];
        Assert.Equal("category", coloring.GetProperty("name").GetString());
        Assert.Equal([1, 0], coloring.GetProperty("of").EnumerateArray().Select(group => group.GetInt32()));
    }

    private static string Page(string name)
    {
        MapProjection projection = new(
            "pca", "Principal components", Hostile, [0.123456789, -1234567.89, 1e-9, 0], [new MapEllipse("4", 0, 0, 1, 0, 1, 4)]);
        MapColoring coloring = new(MapColor.Category, [new MapGroup(Hostile, 0), new MapGroup("pig", 1)], [1, 0]);
        MapMaterial material = new(
            [name, "b"], [Cell, SheetCell.Of(new SheetPicture(new byte[48 * 48]))], [projection], [coloring], FirstRow.Move);
        return new ReportPage("map").Add(new MapSection(material)).Render();
    }

    private static JsonDocument Data(XElement page) =>
        JsonDocument.Parse(page.Descendants("script").First(script => script.Attribute("id") is not null).Value);
}
