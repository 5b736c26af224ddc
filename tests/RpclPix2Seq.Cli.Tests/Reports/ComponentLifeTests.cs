using System.Xml.Linq;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Cli.Tests.Reports;

public sealed class ComponentLifeTests
{
    private static readonly Sketch Line = new([new StrokePoint(1, 2, false), new StrokePoint(3, 4, true)]);

    // Component 1 comes back once and dies at 30; component 2 dies at 20; component 3 is below the threshold but the heaviest at first.
    private static readonly LatentSnapshot[] History =
    [
        new(0, [0.2f, 0.3f, 0.5f, 0.0f], []),
        new(10, [0.7f, 0.0f, 0.3f, 0.0f], [new LatentExemplar(1, 9, Line)]),
        new(20, [0.8f, 0.2f, 0.0f, 0.0f], [new LatentExemplar(2, 15, Line)]),
        new(30, [1.0f, 0.0f, 0.0f, 0.0f], [new LatentExemplar(1, 25, Line)]),
        new(40, [1.0f, 0.0f, 0.0f, 0.0f], []),
    ];

    [Fact]
    public void Those_that_live_come_first_then_those_that_lived_longest()
    {
        IReadOnlyList<ComponentLife> lives = ComponentLife.All(History, 0.01);
        Assert.Equal([(0, null), (1, 30L), (2, 20L), (3, (long?)0L)], lives.Select(life => (life.Component, life.DiedAt)));
        Assert.Equal([null, 25L, 15L, null], lives.Select(life => life.Exemplar?.Step));
    }

    [Fact]
    public void The_chart_has_a_curve_a_component_and_a_ring_a_death()
    {
        XElement svg = XElement.Parse(HistoryChart.Render(History, 0.01));
        Assert.Equal(4, svg.Descendants().Count(e => e.Name.LocalName == "title"));
        Assert.Equal(3, svg.Descendants().Count(e => e.Name.LocalName == "circle"));
    }

    [Fact]
    public void The_page_is_well_formed_and_shows_the_end_without_its_script()
    {
        string html = new ReportPage("history").Add(new HistorySection(History, 0.01, FirstRow.Move)).Render();
        XElement page = XDocument.Parse(html["<!DOCTYPE html>".Length..]).Root!;
        XElement[] cards = [.. page.Descendants().Where(e => e.Name.LocalName == "figure")];
        Assert.Equal(["0", "1", "2", "3"], cards.Select(card => card.Attribute("data-component")!.Value));
        Assert.Equal([null, "dead", "dead", "dead"], cards.Select(card => card.Attribute("class")?.Value));
        Assert.Contains("died at 30", cards[1].Value, StringComparison.Ordinal);
        Assert.Contains("\"steps\":[0,10,20,30,40]", html, StringComparison.Ordinal);
    }
}
