using System.Buffers.Binary;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Atlas;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Inference;
using RpclPix2Seq.Studio.Tests.Endpoints;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Studio.Tests.Atlas;

public sealed class AtlasTests
{
    [Fact]
    public async Task The_map_of_a_model_alone_has_draws_of_its_mixture()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        MapHeader map = await studio.GetAsync<MapHeader>("api/map");
        Assert.Equal(("mixture", "UMAP"), (map.Source, map.Projection));
        byte[] points = await studio.Client.GetByteArrayAsync("api/map/points");
        Assert.Equal(12 * map.Count, points.Length);
        InfoAnswer info = await studio.GetAsync<InfoAnswer>("api/info");
        float widest = 0;
        for (int i = 0; i < map.Count; i++)
        {
            (float x, float y) = (BinaryPrimitives.ReadSingleLittleEndian(points.AsSpan(12 * i)),
                BinaryPrimitives.ReadSingleLittleEndian(points.AsSpan((12 * i) + 4)));
            widest = Math.Max(widest, Math.Max(Math.Abs(x), Math.Abs(y)));
            Assert.Equal(-1, BinaryPrimitives.ReadInt16LittleEndian(points.AsSpan((12 * i) + 8)));
            Assert.Contains(info.Components,
                component => component.Id == BinaryPrimitives.ReadInt16LittleEndian(points.AsSpan((12 * i) + 10)));
        }

        Assert.Equal(1, widest, 1e-6);
        MapSketch sketch = await studio.GetAsync<MapSketch>("api/map/sketch/7");
        DrawnAnswer drawn = (await studio.DrawAsync("api/draw", new DrawRequest(new SourceChoice(Code: sketch.Code))))[0];
        Assert.Equal(drawn.Strokes, sketch.Strokes);
        MapSketch[] some = await studio.PostAsync<MapSketch[]>("api/map/sketches", new MapSketchesRequest([7, 3, 7]));
        Assert.Equal([sketch.Strokes, sketch.Strokes], new[] { some[0].Strokes, some[2].Strokes });
        await RefusalTests.AssertRefused(await studio.Client.GetAsync($"api/map/sketch/{map.Count}"), 422, "index");

        // At a point, its own code.
        MapCodeRequest place = new(BinaryPrimitives.ReadSingleLittleEndian(points.AsSpan(84)),
            BinaryPrimitives.ReadSingleLittleEndian(points.AsSpan(88)));
        CodeAnswer code = await studio.PostAsync<CodeAnswer>("api/map/code", place);
        double distance = code.Code.Zip(sketch.Code!, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(distance < 0.05, $"{distance}");
    }

    [Fact]
    public async Task The_map_of_data_shows_their_sketches_and_the_cards_have_exemplars()
    {
        using TemporaryFolder folder = new();
        string data = folder.File("data");
        TestData.Write(data, perCategory: 10);
        await using TestStudio studio = await TestStudio.StartAsync(data: data);
        List<MapProgress> told = [await studio.GetAsync<MapProgress>("api/map/progress")];
        while (told[^1].Stage != MapStage.Done)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            told.Add(await studio.GetAsync<MapProgress>("api/map/progress"));
        }

        Assert.Equal(told.OrderBy(progress => progress.Stage).ThenBy(progress => progress.Share), told);
        Assert.All(told, progress => Assert.InRange(progress.Share, 0, 1));
        MapHeader map = await studio.GetAsync<MapHeader>("api/map");
        Assert.Equal(("data", SketchDataset.BuiltIn(10).Categories.Count), (map.Source, map.Categories.Count));
        MapSketch sketch = await studio.GetAsync<MapSketch>("api/map/sketch/0");
        Assert.Contains(sketch.Category, map.Categories);
        ComponentCard[] cards = await studio.GetAsync<ComponentCard[]>("api/components");
        Assert.All(cards, card => Assert.Equal(6, card.Samples.Count));
        ComponentCard own = Assert.Single(cards, card => card.Id == sketch.Component);
        Assert.NotEmpty(own.Exemplars);
        EncodedAnswer encoded = await studio.PostAsync<EncodedAnswer>("api/encode", new EncodeRequest([.. own.Exemplars[0]]));
        Assert.Contains(own.Id, encoded.Components.Take(3).Select(component => component.Id));
    }

    [Fact]
    public async Task A_server_that_stops_gives_its_map_up()
    {
        using StudioModel model = new(ModelFolder.Load(TestStudio.Shipped), TestStudio.Shipped, shipped: true);
        using CancellationTokenSource stopping = new();
        StudioAtlas atlas = new(model, SketchDataset.BuiltIn(perCategory: 1000), stopping.Token);
        Assert.Equal(MapStage.Codes, (await atlas.ProgressAsync()).Stage);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => atlas.MapAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_name_is_kept_with_the_model()
    {
        using TemporaryFolder folder = new();
        string model = TestStudio.CopyShipped(folder.File("model"));
        int style = TestStudio.Styles[0];
        await using (TestStudio studio = await TestStudio.StartAsync(model))
        {
            ComponentCard card = await Name(studio, style, "  Katzen ");
            Assert.Equal("Katzen", card.Name);
            await Name(studio, TestStudio.Styles[1], "cake");
            Assert.Null((await Name(studio, TestStudio.Styles[1], null)).Name);
            await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Put, $"api/components/{style}",
                new NameRequest(new string('x', 81))), 422, "name");
            await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Put, $"api/components/{style}",
                new NameRequest("a\u0007b")), 422, "name");
            await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Put, "api/components/999", new NameRequest("x")), 404, null);
        }

        await using (TestStudio again = await TestStudio.StartAsync(model))
        {
            InfoAnswer info = await again.GetAsync<InfoAnswer>("api/info");
            Assert.Equal([style], info.Components.Where(component => component.Name is not null).Select(component => component.Id));

            // Where the file cannot be replaced, nothing changes.
            File.Delete(Path.Combine(model, "components.json"));
            Directory.CreateDirectory(Path.Combine(model, "components.json", "in the way"));
            await RefusalTests.AssertRefused(await again.SendAsync(HttpMethod.Put, $"api/components/{style}",
                new NameRequest("x")), 403, null);
            InfoAnswer unchanged = await again.GetAsync<InfoAnswer>("api/info");
            Assert.Equal("Katzen", unchanged.Components.Single(component => component.Id == style).Name);
        }

        static async Task<ComponentCard> Name(TestStudio studio, int id, string? name)
        {
            using HttpResponseMessage response = await studio.SendAsync(HttpMethod.Put, $"api/components/{id}", new NameRequest(name));
            return TestStudio.Parse<ComponentCard>(await response.Content.ReadAsStringAsync());
        }
    }
}
