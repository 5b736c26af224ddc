using System.Numerics;
using System.Text.Json;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Tests.Endpoints;

public sealed class ModelEndpointsTests
{
    private static readonly Vector2[][] Drawing = [[new(20, 30), new(120, 40), new(125, 150), new(18, 140), new(20, 30)],
        [new(60, 80), new(80, 82)]];

    [Fact]
    public async Task Info_tells_the_model()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        InfoAnswer info = await studio.GetAsync<InfoAnswer>("api/info");
        using SketchModel model = SketchModel.Load(TestStudio.Shipped);
        Assert.Equal("quickdraw", info.Model.Name);
        Assert.Matches("^[0-9a-f]{16}$", info.Model.Hash);
        Assert.Equal(model.Categories, info.Model.Categories);
        Assert.Equal((model.CodeSize, model.Step, 48, true, true),
            (info.Model.CodeSize, info.Model.Step, info.Model.Pixels, info.Model.Encodes, info.Model.Shipped));
        Assert.Equal(model.Components.Select(component => component.Index), info.Components.Select(component => component.Id));
        Assert.Equal(model.Sampling.Temperature, info.Sampling.Temperature);
        Assert.False(info.Token);
    }

    [Fact]
    public async Task A_sketch_is_encoded_as_the_library_encodes_it()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        EncodedAnswer answer = await studio.PostAsync<EncodedAnswer>("api/encode", new EncodeRequest(Drawing));
        using SketchModel model = SketchModel.Load(TestStudio.Shipped);
        Sketch sketch = Sketch.FromJson(JsonSerializer.Serialize(Drawing, ContractJson.Options));
        SketchCode code = model.Encode(sketch);
        Assert.Equal(code.Mean, answer.Code);
        Assert.Equal(code.Component, answer.Components[0].Id);
        Assert.Equal(code.Posterior[code.Component], answer.Components[0].Probability, 6);
        Assert.True(answer.Components.Zip(answer.Components.Skip(1), (a, b) => a.Probability >= b.Probability).All(ordered => ordered));
        Assert.Equal(48 * 48, answer.Picture.Length);
        Assert.InRange(answer.Picture.Count(ink => ink > 128), 40, 800);
    }

    [Fact]
    public async Task What_is_drawn_is_what_the_library_draws_and_its_recipe_draws_it_again()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawRequest request = new(TestStudio.Style, Count: 3,
            new SamplingChoice(Seed: 5, Temperature: 0.5));
        DrawnAnswer[] drawn = await studio.DrawAsync("api/draw", request);
        Assert.Equal([5L, 6, 7], drawn.Select(each => each.Recipe.Seed));
        Assert.Equal(3, drawn.Select(each => each.Strokes[0].Length + (1000 * each.Strokes.Count)).Distinct().Count());
        using SketchModel model = SketchModel.Load(TestStudio.Shipped);
        foreach (DrawnAnswer one in drawn)
        {
            Assert.Equal(TestStudio.Styles[0], one.Recipe.Component);
            GeneratedSketch same = model.Draw(
                LatentPoint.OfCode(one.Recipe.Code), 1, model.Sampling with { Seed = one.Recipe.Seed, Temperature = 0.5 })[0];
            Assert.Equal(Polylines.FromStroke3(same.Sketch.Points, model.Config.FirstRow), one.Strokes);
            DrawnAnswer again = (await studio.DrawAsync("api/draw",
                new DrawRequest(new SourceChoice(Code: one.Recipe.Code), 1, one.Recipe.Sampling)))[0];
            Assert.Equal(one.Strokes, again.Strokes);
        }
    }

    [Fact]
    public async Task Requests_at_the_same_time_get_what_each_would_get_alone()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawRequest[] requests =
        [
            .. Enumerable.Range(0, 12).Select(i => new DrawRequest(
                new SourceChoice(Component: new ComponentChoice(TestStudio.Styles[i % 2], Mean: i % 3 == 0)), 1 + (i % 3),
                new SamplingChoice(Temperature: 0.1 * (i + 1), Seed: 100 * i), Points: i % 2 == 0)),
        ];
        DrawnAnswer[][] together = await Task.WhenAll(requests.Select(request => studio.DrawAsync("api/draw", request)));
        for (int i = 0; i < requests.Length; i++)
        {
            DrawnAnswer[] alone = await studio.DrawAsync("api/draw", requests[i]);
            Assert.Equal(alone.SelectMany(each => each.Strokes), together[i].SelectMany(each => each.Strokes));
        }
    }

    [Fact]
    public async Task The_best_of_several_is_the_one_whose_code_is_nearest()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        using SketchModel model = SketchModel.Load(TestStudio.Shipped);
        float[] code = model.Components[0].Mean;
        SamplingChoice choice = new(Temperature: 0.8, BestOf: 4, Seed: 3);
        DrawnAnswer drawn = (await studio.DrawAsync("api/draw", new DrawRequest(new SourceChoice(Code: code), 1, choice)))[0];
        GeneratedSketch best = model.Draw(LatentPoint.OfCode(code), 1, model.Sampling with { Temperature = 0.8, BestOf = 4, Seed = 3 })[0];
        Assert.Equal(Polylines.FromStroke3(best.Sketch.Points, model.Config.FirstRow), drawn.Strokes);
        Assert.Equal(4, drawn.Recipe.Sampling.BestOf);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_completion_begins_with_what_was_given(bool open)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnAnswer[] drawn = await studio.DrawAsync("api/complete",
            new CompleteRequest(Drawing, open, Count: 2, Sampling: new SamplingChoice(Seed: 9)));
        Assert.Equal(2, drawn.Length);
        foreach (DrawnAnswer one in drawn)
        {
            Assert.Equal((2, 2), (one.Given, one.Recipe.Given));
            Assert.Equal(Drawing[0], one.Strokes[0]);
            Assert.Equal(Drawing[1], one.Strokes[1][..2]);
            Assert.True(open ? one.Strokes[1].Length >= 2 : one.Strokes[1].Length == 2);
            CompleteRequest again = new(Drawing, open, new SourceChoice(Code: one.Recipe.Code), 1, one.Recipe.Sampling);
            Assert.Equal(one.Strokes, (await studio.DrawAsync("api/complete", again))[0].Strokes);
        }
    }

    [Fact]
    public async Task The_next_point_of_a_greedy_completion_is_the_mean_of_the_heaviest_normal()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        SourceChoice source = new(Component: new ComponentChoice(TestStudio.Styles[0], Mean: true));
        NextAnswer next = await studio.PostAsync<NextAnswer>("api/next", new NextRequest(Drawing, Open: true, source));
        Assert.Equal(Drawing[^1][^1], next.From);
        Assert.Equal(5, next.Normals.Length);
        Assert.Equal(1, next.Pen.Down + next.Pen.Up + next.Pen.End, 6);
        SamplingChoice greedy = new(Temperature: 0, SigmaTemperature: 0, PenTemperature: 0);
        DrawnAnswer drawn = (await studio.DrawAsync("api/complete", new CompleteRequest(Drawing, Open: true, source, 1, greedy)))[0];
        Assert.Equal(next.Normals[0].X, drawn.Strokes[1][2].X, tolerance: 0.05); // products may read 8 significant bits
        Assert.Equal(next.Normals[0].Y, drawn.Strokes[1][2].Y, tolerance: 0.05);
    }

    [Fact]
    public async Task A_pen_that_was_just_put_down_can_go_on()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        Vector2[][] point = [[new(40, 50)]];
        NextAnswer next = await studio.PostAsync<NextAnswer>("api/next", new NextRequest(point, Open: true));
        Assert.Equal(new Vector2(40, 50), next.From);
        DrawnAnswer drawn = (await studio.DrawAsync("api/complete", new CompleteRequest(point, Open: true)))[0];
        Assert.Equal(new Vector2(40, 50), drawn.Strokes[0][0]);
        Assert.True(drawn.Strokes[0].Length > 1);
    }
}
