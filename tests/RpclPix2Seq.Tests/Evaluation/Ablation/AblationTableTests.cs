using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Ablation;

namespace RpclPix2Seq.Tests.Evaluation.Ablation;

public sealed class AblationTableTests
{
    [Fact]
    public void Cells_are_means_over_seeds_and_differences_are_taken_seed_by_seed()
    {
        AblationTable table = AblationTable.Of(
            ["a", "b", "c"],
            [Result("a", 1, 0.5), Result("a", 2, 0.7), Result("b", 2, 0.8), Result("b", 1, 0.4), Result("b", 3, 0.9)]);
        AblationMeasure measure = Assert.Single(table.Measures);
        Assert.Equal(("rec", "Rec", true), (measure.Key, measure.Title, measure.IsShare));
        Assert.Equal(3, measure.Cells.Count);

        AblationCell a = measure.Cells[0]!, b = measure.Cells[1]!;
        Assert.Equal((2, 0.5, 0.7), (a.Seeds, a.Lowest, a.Highest));
        Assert.Equal(0.6, a.Mean, 1e-12);
        Assert.Equal((null, 0, 0), (a.Difference, a.Above, a.Compared));
        Assert.Equal((3, 0.4, 0.9), (b.Seeds, b.Lowest, b.Highest));
        Assert.Equal(0.7, b.Mean, 1e-12);
        Assert.Equal(0, b.Difference!.Value, 1e-12); // −0.1 and +0.1: the third seed has no partner
        Assert.Equal((1, 2), (b.Above, b.Compared));
        Assert.Null(measure.Cells[2]);
    }

    [Fact]
    public void A_measure_that_only_some_have_is_there_for_those()
    {
        AblationTable table = AblationTable.Of(
            ["a", "b"],
            [Result("a", 1, 0.5), new AblationResult("b", 1, [Figure("rec", 0.25), Figure("ret1", 0.125)])]);
        Assert.Equal(["rec", "ret1"], table.Measures.Select(measure => measure.Key));
        Assert.Null(table.Measures[1].Cells[0]);
        Assert.Equal(
            (0.125, null, 0),
            (table.Measures[1].Cells[1]!.Mean, table.Measures[1].Cells[1]!.Difference, table.Measures[1].Cells[1]!.Compared));
    }

    [Fact]
    public void Nothing_measured_is_an_empty_table() => Assert.Empty(AblationTable.Of(["a"], []).Measures);

    private static AblationResult Result(string row, long seed, double rec) => new(row, seed, [Figure("rec", rec)]);

    private static EvaluationFigure Figure(string key, double value) => new(key, key == "rec" ? "Rec" : key, value, null, IsShare: true);
}
