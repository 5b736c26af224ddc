using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Studio.Atlas;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Inference;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>The cards of the components and the map of the codes.</summary>
internal static class AtlasEndpoints
{
    private const int MostSketches = 512, LongestName = 80;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, StudioAtlas atlas, StudioModel model)
    {
        api.MapGet("/components", (CancellationToken aborted) => atlas.CardsAsync(aborted))
            .WithSummary("The components, what they draw, and sketches of the data that belong to them.");
        api.MapPut("/components/{id:int}",
            (int id, NameRequest request, CancellationToken aborted) => NameAsync(id, request, atlas, model, aborted))
            .WithSummary("Names a component; the name is kept in the model's folder.");
        api.MapGet("/map", async (CancellationToken aborted) => (await atlas.MapAsync(aborted).ConfigureAwait(false)).Header)
            .WithSummary("The map of the codes; the first answer takes until it is made.");
        api.MapGet("/map/progress", atlas.ProgressAsync).WithSummary("How far the map is; the first to ask begins it.");
        api.MapGet("/map/points", async (CancellationToken aborted) =>
                Results.Bytes((await atlas.MapAsync(aborted).ConfigureAwait(false)).Points(), "application/octet-stream"))
            .Produces<byte[]>(contentType: "application/octet-stream")
            .WithSummary("Per point: float32 x and y, int16 category and component; little endian.");
        api.MapGet("/map/sketch/{index:int}", async (int index, CancellationToken aborted) =>
        {
            CodeMap map = await atlas.MapAsync(aborted).ConfigureAwait(false);
            MapSketch[] one = await SketchesAsync(map, [index], "index", atlas, model, aborted).ConfigureAwait(false);
            return one[0] with { Code = map.CodeOf(index) };
        }).WithSummary("The sketch of a point.");
        api.MapPost("/map/sketches", async (MapSketchesRequest request, CancellationToken aborted) =>
        {
            Checks.Whole(request.Indices.Length, 1, MostSketches, "indices.length");
            CodeMap map = await atlas.MapAsync(aborted).ConfigureAwait(false);
            return await SketchesAsync(map, request.Indices, "indices", atlas, model, aborted).ConfigureAwait(false);
        }).WithSummary("The sketches of some points.");
        api.MapPost("/map/code", async (MapCodeRequest request, CancellationToken aborted) =>
        {
            (double x, double y) = (Checks.Real(request.X, -10, 10, "x"), Checks.Real(request.Y, -10, 10, "y"));
            return new CodeAnswer((await atlas.MapAsync(aborted).ConfigureAwait(false)).CodeAt(x, y));
        }).WithSummary("The code at a place, between the nearest points.");
    }

    private static async Task<ComponentCard> NameAsync(
        int id, NameRequest request, StudioAtlas atlas, StudioModel model, CancellationToken aborted)
    {
        if (!model.Mixture.Alive.Contains(id))
            throw RequestException.Missing("live component", $"{id}");
        string? name = string.IsNullOrWhiteSpace(request.Name) ? null : Checks.Text(request.Name, LongestName, "name");
        try
        {
            atlas.Names.Set(id, name);
        }
        catch (InputException e)
        {
            throw new RequestException(403, e.Message);
        }

        return await atlas.CardAsync(id, aborted).ConfigureAwait(false);
    }

    private static async Task<MapSketch[]> SketchesAsync(
        CodeMap map, int[] indices, string field, StudioAtlas atlas, StudioModel model, CancellationToken aborted)
    {
        foreach (int index in indices)
            Checks.Whole(index, 0, map.Header.Count - 1, field);
        if (map.Data is { } data)
            return
            [
                .. indices.Select(i => new MapSketch(
                    atlas.StrokesOf(data.Sketches[i]), data.Categories[data.Sketches[i].Category], map.Components[i])),
            ];
        SamplingOptions options = model.OptionsOf(null);
        DrawnSketches drawn = await model.DrawAllAsync(
            [.. indices.Select(i => new SketchPlan(new PlacedCode(map.CodeOf(i), map.Components[i]), options, null))], aborted)
                .ConfigureAwait(false);
        return [.. drawn.Sketches.Select((sketch, i) => new MapSketch(sketch.Strokes, null, map.Components[indices[i]]))];
    }
}
