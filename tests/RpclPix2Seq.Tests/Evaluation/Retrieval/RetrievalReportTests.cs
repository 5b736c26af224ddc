using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Retrieval;

namespace RpclPix2Seq.Tests.Evaluation.Retrieval;

public sealed class RetrievalReportTests
{
    private static readonly BootstrapOptions Few = new() { Resamples = 50 };

    [Fact]
    public void Hits_are_counted_overall_and_by_category()
    {
        RetrievalReport report = Report([0, 9, 10, 49, 50, 0], [0, 0, 0, 2, 2, 2], new RetrievalOptions());
        Assert.Equal([1, 10, 50], report.Tops.Select(top => top.Top));
        Assert.Equal([2 / 6.0, 3 / 6.0, 5 / 6.0], report.Tops.Select(top => top.Hits.Value));
        Assert.Equal(9.5, report.MedianRank);
        Assert.Equal(["a", "b", "c"], report.Categories.Select(category => category.Category));
        Assert.Equal([3, 0, 3], report.Categories.Select(category => category.Count));
        Assert.Equal([1 / 3.0, 2 / 3.0, 1.0], report.Categories[0].Tops.Select(top => top.Hits.Value));
        Assert.Empty(report.Categories[1].Tops);
        Assert.Equal([1 / 3.0, 1 / 3.0, 2 / 3.0], report.Categories[2].Tops.Select(top => top.Hits.Value));
    }

    [Fact]
    public void Successors_count_one_place_fewer_except_for_the_first()
    {
        RetrievalReport report = Report(
            [0, 8, 9, 48, 49, 50], [0, 0, 0, 0, 0, 0], new RetrievalOptions { Counting = RetrievalCounting.Short });
        Assert.Equal([1 / 6.0, 2 / 6.0, 4 / 6.0], report.Tops.Select(top => top.Hits.Value));
    }

    private static RetrievalReport Report(int[] ranks, int[] labels, RetrievalOptions options) => RetrievalReport.Of(
        new RetrievalRanks(ranks, new int[ranks.Length], new double[ranks.Length], new bool[ranks.Length]), labels, ["a", "b", "c"], 0,
        options, Few);
}
