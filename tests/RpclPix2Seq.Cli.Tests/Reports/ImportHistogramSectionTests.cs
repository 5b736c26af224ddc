using System.Text;
using System.Xml.Linq;
using CsCheck;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Reports;

public sealed class ImportHistogramSectionTests
{
    [Fact]
    public void The_bars_count_everything_once() =>
        Gen.OneOf(Gen.Int[1, 60], Gen.Int[1, 600], Gen.Int[1, 100_000]).Array[1, 200].ForAll(lengths =>
        {
            (int width, long[] bars) = ImportHistogramSection.Bars(Of(lengths));
            Assert.Equal(lengths.Length, bars.Sum());
            Assert.InRange(bars.Length, 1, 61);
            Assert.True(width >= 1);
        });

    [Fact]
    public void A_bar_says_what_it_counts()
    {
        XElement section = Render(Of([1, 1, 2, 5]));
        Assert.Equal(
            ["1 points: 2 sketches", "2 points: 1 sketch", "5 and more points: 1 sketch"],
            section.Descendants("title").Select(title => title.Value));
        double[] heights = [.. section.Descendants("rect").Select(bar => double.Parse(bar.Attribute("height")!.Value))];
        Assert.Equal(heights[0], 2 * heights[1], 0.2);
    }

    [Fact]
    public void Where_nothing_was_counted_it_says_so() => Assert.Equal("No sketches.", Render(new LengthTally()).Value.Trim());

    private static XElement Render(LengthTally lengths)
    {
        StringBuilder html = new();
        new ImportHistogramSection(lengths).AppendBody(html);
        return XElement.Parse($"<body>{html}</body>");
    }

    private static LengthTally Of(int[] lengths)
    {
        LengthTally tally = new();
        foreach (int length in lengths)
            tally.Add(length);
        return tally;
    }
}
