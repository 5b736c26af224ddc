using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Retrieval;

namespace RpclPix2Seq.Tests.Evaluation.Retrieval;

public sealed class RetrievalReportTests
{
    private static readonly BootstrapOptions Few = new() { Resamples = 50 };

    [Fact]
    public void Hits_are_counted_overall_and_by_category()
    {
        // 45 more that are not found, of a category of their own.
        RetrievalReport report = Report(
            [0, 9, 10, 49, 50, 0, .. Enumerable.Repeat(50, 45)], [0, 0, 0, 2, 2, 2, .. Enumerable.Repeat(3, 45)], new RetrievalOptions());
        Assert.Equal([1, 10, 50], report.Tops.Select(top => top.Top));
        Assert.Equal([2 / 51.0, 3 / 51.0, 5 / 51.0], report.Tops.Select(top => top.Hits.Value));
        Assert.Equal(50, report.MedianRank);
        Assert.Equal(["a", "b", "c", "d"], report.Categories.Select(category => category.Category));
        Assert.Equal([3, 0, 3, 45], report.Categories.Select(category => category.Count));
        Assert.Equal([1 / 3.0, 2 / 3.0, 1.0], report.Categories[0].Tops.Select(top => top.Hits.Value));
        Assert.Empty(report.Categories[1].Tops);
        Assert.Equal([1 / 3.0, 1 / 3.0, 2 / 3.0], report.Categories[2].Tops.Select(top => top.Hits.Value));
    }

    // Among ten sketches, each is one of the ten nearest.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(50, 2)]
    [InlineData(51, 3)]
    public void A_place_that_all_reach_is_left_out(int sketches, int tops)
    {
        RetrievalReport report = Report([.. Enumerable.Range(0, sketches)], new int[sketches], new RetrievalOptions());
        Assert.Equal(RetrievalOptions.Tops.Take(tops), report.Tops.Select(top => top.Top));
        Assert.Equal(0.5 * (sketches - 1), report.MedianRank);
    }

    [Fact]
    public void Successors_count_one_place_fewer_except_for_the_first()
    {
        RetrievalReport report = Report(
            [0, 8, 9, 48, 49, 50, .. Enumerable.Repeat(50, 45)], new int[51], new RetrievalOptions { Counting = RetrievalCounting.Short });
        Assert.Equal([1 / 51.0, 2 / 51.0, 4 / 51.0], report.Tops.Select(top => top.Hits.Value));
    }

    private static RetrievalReport Report(int[] ranks, int[] labels, RetrievalOptions options) => RetrievalReport.Of(
        new RetrievalRanks(ranks, new int[ranks.Length], new double[ranks.Length], new bool[ranks.Length]), labels, ["a", "b", "c", "d"], 0,
        options, Few);
}
