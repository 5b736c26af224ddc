using System.Xml;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Reports;

public class ReportPageTests
{
    private const string Hostile = "<script>alert('a & \"b\"')</script>\u0001";
    private const string Shown = "<script>alert('a & \"b\"')</script>\ufffd";

    private static readonly Sketch Line = new([new(0, 0, false), new(10, 5, true)]);

    [Fact]
    public void Every_text_is_escaped()
    {
        SheetCell cell = SheetCell.Of(Line, Hostile);
        XElement page = Parse(new ReportPage(Hostile) { Lead = Hostile, Footer = Hostile }
            .Add(new FiguresSection(new KeyFigure(Hostile, Hostile, Hostile)) { Heading = Hostile, Lead = Hostile })
            .Add(new SheetSection(new Sheet { Rows = [new SheetRow([cell]) { Heading = Hostile, Detail = Hostile }] }))
            .Add(new StripSection(cell) { From = Hostile, To = Hostile })
            .Add(new LineChartSection(new ChartSeries(Hostile, [(0, 1), (1, 2)])) { XLabel = Hostile, YLabel = Hostile })
            .Add(new TableSection([new(Hostile)], [[Hostile]]))
            .Add(new CommandSection(Hostile)));

        Assert.Empty(page.Descendants("script"));
        string[] expected = ["title", "h1", "p", "h2", "dt", "small", "figcaption", "th", "td", "code", "footer"];
        Assert.All(expected, name => Assert.Contains(Shown, page.Descendants(name).First().Value));
        Assert.Equal(2, page.Descendants("text").Count(text => text.Value == Shown));
    }

    [Fact]
    public void The_page_needs_nothing_else()
    {
        string html = Everything().Render();
        XElement page = Parse(html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe");
        IEnumerable<string> links = page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href").Select(a => a.Value);
        Assert.All(links, link => Assert.StartsWith("data:image/png;base64,", link));
        Assert.StartsWith("<!DOCTYPE html>", html);
        Assert.Contains("prefers-color-scheme: dark", html);
    }

    [Fact]
    public void Sections_keep_their_order()
    {
        string[] headings = [.. Parse(Everything().Render()).Descendants("h2").Select(h => h.Value)];
        Assert.Equal(["figures", "sheet", "strip", "chart", "table", "command"], headings);
    }

    [Fact]
    public void A_sheet_shows_its_cards_in_their_groups()
    {
        SheetCell picture = SheetCell.Of(new SheetPicture(new byte[48 * 48]), "pixels", SheetTone.Warm, joined: true);
        Sheet sheet = new()
        {
            Rows = [new SheetRow(
                [SheetCell.Of(Line, "one"), SheetCell.Of(Line, "two", SheetTone.Pale, joined: true), picture, SheetCell.Empty])],
        };
        XElement page = Parse(new ReportPage("page").Add(new SheetSection(sheet)));
        XElement[] groups = [.. WithClass(page, "group")];
        Assert.Equal([3, 1], groups.Select(group => group.Elements("figure").Count()));
        Assert.Equal("group empty", groups[1].Attribute("class")?.Value);
        Assert.Equal(["one", "two", "pixels"], page.Descendants("figcaption").Select(caption => caption.Value));
        Assert.Equal(["card", "card pale", "card warm", "card"], WithClass(page, "card").Select(card => card.Attribute("class")!.Value));
        Assert.Equal(2, page.Descendants("svg").Count());
        Assert.Single(page.Descendants("img"));
    }

    [Fact]
    public void A_strip_shows_all_its_drawings_in_one_group()
    {
        XElement page = Parse(new ReportPage("page").Add(
            new StripSection([.. Enumerable.Range(0, 7).Select(i => SheetCell.Of(Line, $"{i}", joined: true))]) { From = "A", To = "B" }));
        Assert.Equal(7, WithClass(page, "strip").Descendants("figure").Count());
        Assert.Equal(["A", "B"], WithClass(page, "ends").Elements("span").Select(end => end.Value));
    }

    [Fact]
    public void A_table_has_a_cell_a_column_and_numbers_at_the_right()
    {
        XElement page = Parse(new ReportPage("page").Add(new TableSection([new("name"), new("number", true)], [["a", "1"], ["b", "2"]])));
        Assert.Equal(["name", "number", "a", "1", "b", "2"], page.Descendants("tr").Elements().Select(cell => cell.Value));
        Assert.Equal(["number", "1", "2"], WithClass(page, "right").Select(cell => cell.Value));
        Assert.Throws<ArgumentException>(() => new ReportPage("page").Add(new TableSection([new("name")], [["a", "b"]])).Render());
    }

    [Fact]
    public void What_cannot_be_drawn_is_bad_input()
    {
        Sketch broken = new([new(float.NaN, 0, true)]);
        ReportPage page = new ReportPage("page").Add(new SheetSection(Sheet.Of("", [SheetCell.Of(broken)])));
        Assert.Contains("row 0", Assert.Throws<InputException>(page.Render).Message);
    }

    [Fact]
    public void Write_leaves_the_page()
    {
        using TemporaryFolder folder = new();
        Everything().Write(folder.File("report.html"));
        Assert.Equal(Everything().Render(), File.ReadAllText(folder.File("report.html")));
    }

    internal static XElement Parse(ReportPage page) => Parse(page.Render());

    internal static IEnumerable<XElement> WithClass(XElement page, string name) =>
        page.Descendants().Where(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(name));

    internal static XElement Parse(string html)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private static ReportPage Everything() => new ReportPage("page") { Lead = "lead", Footer = "footer" }
        .Add(new FiguresSection(new KeyFigure("loss", "0.5")) { Heading = "figures" })
        .Add(new SheetSection(Sheet.Of("", [SheetCell.Of(Line), SheetCell.Of(new SheetPicture(new byte[48 * 48]))])) { Heading = "sheet" })
        .Add(new StripSection(SheetCell.Of(Line), SheetCell.Of(Line)) { Heading = "strip" })
        .Add(new LineChartSection(new ChartSeries("train", [(0, 1), (1, 0.5)])) { Heading = "chart" })
        .Add(new TableSection([new("name")], [["a"]]) { Heading = "table" })
        .Add(new CommandSection("rpcl version") { Heading = "command" });
}
