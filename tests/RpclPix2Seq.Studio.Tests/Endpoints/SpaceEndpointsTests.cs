using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Tests.Endpoints;

public sealed class SpaceEndpointsTests
{
    private static readonly SourceChoice A = Mean(0), B = Mean(1), C = Mean(2), D = Mean(3);

    [Fact]
    public async Task A_path_begins_and_ends_with_the_sketches_of_its_ends()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnSketches path = await studio.PostAsync<DrawnSketches>("api/interpolate",
            new InterpolateRequest(A, B, 5, new SamplingChoice(Seed: 3)));
        Assert.Equal(5, path.Sketches.Count);
        Assert.Equal(await StrokesOf(studio, A, 3), path.Sketches[0].Strokes);
        Assert.Equal(await StrokesOf(studio, B, 3), path.Sketches[4].Strokes);
        for (int d = 0; d < path.Sketches[0].Recipe.Code.Length; d++)
            Assert.Equal((path.Sketches[0].Recipe.Code[d] + path.Sketches[4].Recipe.Code[d]) / 2, path.Sketches[2].Recipe.Code[d], 1e-5);
    }

    [Fact]
    public async Task A_path_goes_through_all_that_lies_between()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnSketches path = await studio.PostAsync<DrawnSketches>("api/interpolate",
            new InterpolateRequest(A, D, 7, new SamplingChoice(Seed: 3), [B, C]));
        Assert.Equal(7, path.Sketches.Count);
        foreach ((int step, SourceChoice stop) in new[] { (0, A), (2, B), (4, C), (6, D) })
            Assert.Equal(await StrokesOf(studio, stop, 3), path.Sketches[step].Strokes);
        for (int d = 0; d < path.Sketches[0].Recipe.Code.Length; d++)
            Assert.Equal((path.Sketches[2].Recipe.Code[d] + path.Sketches[4].Recipe.Code[d]) / 2, path.Sketches[3].Recipe.Code[d], 1e-5);
        await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Post, "api/interpolate",
            new InterpolateRequest(A, D, 7, null, [B, new SourceChoice()])), 422, "through[1]");
    }

    [Fact]
    public async Task A_grid_has_the_given_corners()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnSketches grid = await studio.PostAsync<DrawnSketches>("api/grid", new GridRequest([A, B, C, D], 3));
        Assert.Equal(9, grid.Sketches.Count);
        Assert.Equal(Enumerable.Range(0, 9), grid.Sketches.Select(sketch => sketch.Sketch));
        Assert.Equal(await StrokesOf(studio, A, 1), grid.Sketches[0].Strokes);
        Assert.Equal(await StrokesOf(studio, B, 1), grid.Sketches[2].Strokes);
        Assert.Equal(await StrokesOf(studio, C, 1), grid.Sketches[6].Strokes);
        Assert.Equal(await StrokesOf(studio, D, 1), grid.Sketches[8].Strokes);
    }

    [Fact]
    public async Task An_analogy_adds_the_difference()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        float[] code = (await studio.PostAsync<DrawnSketches>("api/analogy", new AnalogyRequest(A, B, C))).Sketches.Single().Recipe.Code;
        using SketchModel model = SketchModel.Load(TestStudio.Shipped);
        float[] a = Code(0), b = Code(1), c = Code(2);
        for (int d = 0; d < code.Length; d++)
            Assert.Equal(c[d] + b[d] - a[d], code[d], 1e-5);

        float[] Code(int style) => model.Components.Single(each => each.Index == TestStudio.Styles[style]).Mean;
    }

    private static SourceChoice Mean(int style) => new(Component: new ComponentChoice(TestStudio.Styles[style], Mean: true));

    private static async Task<IReadOnlyList<System.Numerics.Vector2[]>> StrokesOf(TestStudio studio, SourceChoice source, long seed) =>
        (await studio.DrawAsync("api/draw", new DrawRequest(source, 1, new SamplingChoice(Seed: seed))))[0].Strokes;
}
