using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Reports;
using static RpclPix2Seq.Cli.Tests.Reports.ReportPageTests;

namespace RpclPix2Seq.Cli.Tests.Reports;

public partial class LineChartSectionTests
{
    [Fact]
    public void Curves_axes_and_legend_are_there()
    {
        XElement page = Chart(new ChartSeries("train", [(0, 4), (500, 2), (1000, 1)]), new ChartSeries("valid", [(500, 3), (1000, -1.5)]));
        Assert.Equal(["train 1", "valid −1.5"], Legend(page));
        Assert.Equal(["step", "loss"], page.Descendants("text").Select(text => text.Value).Where(text => text is "step" or "loss"));
        Assert.Contains("−2", page.Descendants("text").Select(text => text.Value));
        Assert.Contains("1000", page.Descendants("text").Select(text => text.Value));
        Assert.Single(Curves(page, "s1"));
        Assert.Single(Curves(page, "s2"));
    }

    [Fact]
    public void A_falling_loss_falls_on_the_page()
    {
        (double X, double Y)[] places = Places(Assert.Single(Curves(Chart(new ChartSeries("train", [(0, 4), (500, 2), (1000, 1)])), "s1")));
        Assert.Equal(3, places.Length);
        Assert.True(places[0].X < places[1].X && places[1].X < places[2].X);
        Assert.True(places[0].Y < places[1].Y && places[1].Y < places[2].Y, "y points down on the page");
        Assert.Equal(places[1].X - places[0].X, places[2].X - places[1].X, 0.2);
    }

    [Fact]
    public void What_is_not_finite_interrupts_the_curve()
    {
        XElement page = Chart(new ChartSeries("train", [(0, 4), (1, 3), (2, double.NaN), (3, double.PositiveInfinity), (4, 2), (5, 1)]));
        string path = Assert.Single(Curves(page, "s1"));
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(4, Places(path).Length);
    }

    [Fact]
    public void A_chart_without_finite_values_says_so()
    {
        XElement page = Chart(new ChartSeries("train", [(0, double.NaN)]), new ChartSeries("valid", []));
        Assert.Empty(page.Descendants("svg"));
        Assert.Equal("No values.", Assert.Single(WithClass(page, "none")).Value);
    }

    [Fact]
    public void Long_curves_are_thinned_but_keep_their_peaks_and_get_a_mean()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 100_000).Select(i => ((double)i, i == 54_321 ? 10.0 : i % 2))];
        XElement page = Chart(new ChartSeries("train", points));
        string[] curves = [.. Curves(page, "s1")];
        Assert.Equal(2, curves.Length);
        Assert.InRange(Places(curves[0]).Length, 500, 1100);
        double axisTop = 14, highest = Places(curves[0]).Min(p => p.Y);
        Assert.Equal(axisTop, highest, 0.1);
        (double X, double Y)[] mean = Places(curves[1]);
        Assert.Equal(mean[100].Y, mean[300].Y, 0.5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(-3, 5e8)]
    [InlineData(1e-9, 2e-9)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1e16, 1e16)]
    public void Axes_have_a_few_ticks_with_different_labels(double low, double high)
    {
        ChartAxis axis = ChartAxis.Of(low, high, 5, round: true);
        double[] ticks = [.. axis.Ticks];
        Assert.InRange(ticks.Length, 2, 9);
        Assert.Equal(ticks.Length, ticks.Select(axis.Label).Distinct().Count());
        Assert.InRange(axis.Place(low), -1e-9, 1);
        Assert.InRange(axis.Place(high), 0, 1 + 1e-9);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 30_000, "0 10k 20k 30k")]
    [InlineData(-1, 4, "−1 0 1 2 3 4")]
    [InlineData(0, 12_000_000, "0 2.5M 5.0M 7.5M 10.0M 12.5M")]
    public void Ticks_stand_at_round_numbers(double low, double high, string labels)
    {
        ChartAxis axis = ChartAxis.Of(low, high, 5, round: true);
        Assert.Equal(labels, string.Join(' ', axis.Ticks.Select(axis.Label)));
    }

    private static XElement Chart(params ChartSeries[] series) => Parse(new ReportPage("page").Add(new LineChartSection(series)));

    private static IEnumerable<string> Legend(XElement page) => WithClass(page, "legend").Elements("li").Select(item => item.Value);

    private static IEnumerable<string> Curves(XElement page, string name) =>
        WithClass(page, name).Where(e => e.Name.LocalName == "path").Select(e => e.Attribute("d")!.Value);

    private static (double X, double Y)[] Places(string path) =>
        [.. Place().Matches(path).Select(m => (Number(m.Groups[1].Value), Number(m.Groups[2].Value)))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("[ML]([0-9.]+) ([0-9.]+)")]
    private static partial Regex Place();
}
