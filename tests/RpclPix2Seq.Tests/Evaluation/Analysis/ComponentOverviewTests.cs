using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Latent;

namespace RpclPix2Seq.Tests.Evaluation.Analysis;

public sealed class ComponentOverviewTests
{
    private static readonly string[] Names = ["cat", "pig", "bus"];

    /// <summary>Component 1 at the origin, eight times as wide along x as along y; component 0 at (10, 10); component 2 is dead.</summary>
    private static readonly MixtureValues Mixture = new(2, [10, 10, 0, 0, 5, 5], [1, 1, 4, 0.0625f, 1, 1], [0.3f, 0.7f, 0], [1, 0]);

    [Fact]
    public void Components_are_counted_by_category_heaviest_first()
    {
        ComponentOverview found = Overview([0, 0, 1, 1, 0], [1, 1, 1, 1, 0], exemplars: 9);
        Assert.Equal([1, 0], found.Components.Select(c => c.Component));
        Assert.Equal((5, 0), (found.Count, found.Elsewhere));
        ComponentSummary first = found.Components[0], second = found.Components[1];
        Assert.Equal((4, 0.8), (first.Count, first.Share));
        Assert.Equal(0.7, first.Weight, 1e-6);
        Assert.Equal([new CategoryShare("cat", 2, 0.5, 2 / 3.0), new CategoryShare("pig", 2, 0.5, 1)], first.Categories);
        Assert.Equal([new CategoryShare("cat", 1, 1, 1 / 3.0)], second.Categories);
        Assert.Equal(Math.Sqrt((4 + 0.0625) / 2), first.Spread, 1e-6);
        Assert.Equal(1, second.Spread);
        Assert.Equal(0.6, found.Purity, 1e-12);
        Assert.InRange(found.NormalizedMutualInformation, 0.05, 0.5);
    }

    [Fact]
    public void Exemplars_are_the_nearest_in_the_components_own_metric()
    {
        // Codes (2, 0), (0, 1), (0, 0.375), (3, 0): their own distances are 1, 16, 2.25, 2.25, and the lower index wins the tie.
        ComponentOverview found = Overview([0, 0, 0, 0, 0], [1, 1, 1, 1, 0], exemplars: 3);
        Assert.Equal([0, 2, 3], found.Components[0].Exemplars);
        Assert.Equal((2 + 1 + 0.375 + 3) / 4, found.Components[0].MeanDistance!.Value, 1e-6);
        Assert.Equal([4], found.Components[1].Exemplars);
    }

    [Fact]
    public void Components_without_sketches_are_empty_and_sketches_without_live_component_are_counted()
    {
        ComponentOverview found = Overview([0, 1, 2, 0, 1], [1, 1, 1, 2, 2], exemplars: 2);
        Assert.Equal(2, found.Elsewhere);
        ComponentSummary empty = found.Components[1];
        Assert.Equal((0, 0), (empty.Count, empty.Share));
        Assert.Null(empty.MeanDistance);
        Assert.Empty(empty.Categories);
        Assert.Empty(empty.Exemplars);
    }

    [Fact]
    public void Arrays_of_the_wrong_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Overview([0, 1], [1, 1, 1, 1, 0], exemplars: 2));
        SketchCodes wide = new(3, new float[3], new float[3], [0], [1, 0, 0]);
        Assert.Contains(
            "codes of 3 numbers", Assert.Throws<ArgumentException>(() => ComponentOverview.Of(Mixture, wide, [0], Names, 1)).Message,
            StringComparison.Ordinal);
        SketchCodes none = new(2, [], [], [], []);
        Assert.Throws<ArgumentException>(() => ComponentOverview.Of(Mixture, none, [], Names, 1));
    }

    private static ComponentOverview Overview(int[] categories, long[] components, int exemplars)
    {
        float[] means = [2, 0, 0, 1, 0, 0.375f, 3, 0, 10, 11];
        return ComponentOverview.Of(
            Mixture, new SketchCodes(2, means, new float[10], components, new float[15]), categories, Names, exemplars);
    }
}
