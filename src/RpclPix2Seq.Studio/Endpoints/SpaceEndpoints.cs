using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Inference;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>What lies between codes: paths, grids and analogies, and what a beginning leads to.</summary>
internal static class SpaceEndpoints
{
    private const int MostSteps = 64, MostSide = 12;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, StudioModel model)
    {
        api.MapPost("/next", (NextRequest request, CancellationToken aborted) => NextAsync(request, model, aborted))
            .WithSummary("The density of the next point after given strokes.");
        api.MapPost("/interpolate", (InterpolateRequest request, CancellationToken aborted) => InterpolateAsync(request, model, aborted))
            .WithSummary("Sketches on the way from a code to another, and through others between.");
        api.MapPost("/grid", (GridRequest request, CancellationToken aborted) => GridAsync(request, model, aborted))
            .WithSummary("Sketches between four codes, row by row.");
        api.MapPost("/analogy", (AnalogyRequest request, CancellationToken aborted) => AnalogyAsync(request, model, aborted))
            .WithSummary("What is to c as b is to a.");
    }

    private static async Task<NextAnswer> NextAsync(NextRequest request, StudioModel model, CancellationToken aborted)
    {
        SketchBeginning beginning = model.BeginningOf(Checks.Strokes(request.Strokes, "strokes"), request.Open, "strokes");
        long seed = model.OptionsOf(null).Seed;
        PlacedCode code = request.Source is { } source
            ? await CodeOf(source, "source", model, seed, aborted).ConfigureAwait(false)
            : (await model.LikelyCodesAsync(beginning, 1, seed, aborted).ConfigureAwait(false))[0];
        return await model.Worker.Ask(loaded => NextDensity.Of(loaded, beginning, code.Code), aborted).ConfigureAwait(false);
    }

    private static async Task<DrawnSketches> InterpolateAsync(InterpolateRequest request, StudioModel model, CancellationToken aborted)
    {
        SamplingOptions options = model.OptionsOf(request.Sampling);
        int steps = Checks.Whole(request.Steps, 2, MostSteps, "steps");
        SourceChoice[] through = request.Through ?? [];
        Checks.Whole(through.Length, 0, MostSteps, "through.length");
        float[] from = (await CodeOf(request.From, "from", model, options.Seed, aborted).ConfigureAwait(false)).Code;
        float[][] middle = await CodesOf(through, "through", model, options.Seed, aborted).ConfigureAwait(false);
        float[] to = (await CodeOf(request.To, "to", model, options.Seed, aborted).ConfigureAwait(false)).Code;
        float[][] stops = [from, .. middle, to];
        int legs = stops.Length - 1;
        return await DrawAsync([.. Enumerable.Range(0, steps).Select(At)], options, model, aborted).ConfigureAwait(false);

        float[] At(int step)
        {
            double reached = step * legs / (steps - 1.0);
            int leg = Math.Min((int)reached, legs - 1);
            return Between(stops[leg], stops[leg + 1], reached - leg);
        }
    }

    private static async Task<DrawnSketches> GridAsync(GridRequest request, StudioModel model, CancellationToken aborted)
    {
        SamplingOptions options = model.OptionsOf(request.Sampling);
        int size = Checks.Whole(request.Size, 2, MostSide, "size");
        if (request.Corners.Length != 4)
            throw RequestException.Range("corners", "four", $"{request.Corners.Length}");
        float[][] corners = await CodesOf(request.Corners, "corners", model, options.Seed, aborted).ConfigureAwait(false);
        float[][] codes =
        [
            .. from row in Enumerable.Range(0, size)
               from column in Enumerable.Range(0, size)
               let across = column / (size - 1.0)
               select Between(Between(corners[0], corners[1], across), Between(corners[2], corners[3], across), row / (size - 1.0)),
        ];
        return await DrawAsync(codes, options, model, aborted).ConfigureAwait(false);
    }

    private static async Task<DrawnSketches> AnalogyAsync(AnalogyRequest request, StudioModel model, CancellationToken aborted)
    {
        SamplingOptions options = model.OptionsOf(request.Sampling);
        float[] a = (await CodeOf(request.A, "a", model, options.Seed, aborted).ConfigureAwait(false)).Code;
        float[] b = (await CodeOf(request.B, "b", model, options.Seed, aborted).ConfigureAwait(false)).Code;
        float[] c = (await CodeOf(request.C, "c", model, options.Seed, aborted).ConfigureAwait(false)).Code;
        return await DrawAsync([[.. c.Select((value, d) => value + (b[d] - a[d]))]], options, model, aborted).ConfigureAwait(false);
    }

    private static async Task<PlacedCode> CodeOf(SourceChoice source, string field, StudioModel model, long seed,
        CancellationToken aborted) =>
        (await model.CodesOfAsync(source, 1, seed, field, aborted).ConfigureAwait(false))[0];

    private static async Task<float[][]> CodesOf(
        SourceChoice[] sources, string field, StudioModel model, long seed, CancellationToken aborted)
    {
        float[][] codes = new float[sources.Length][];
        for (int i = 0; i < codes.Length; i++)
        {
            SourceChoice source = sources[i] ?? throw RequestException.Range($"{field}[{i}]", "a source", "null");
            codes[i] = (await CodeOf(source, $"{field}[{i}]", model, seed, aborted).ConfigureAwait(false)).Code;
        }

        return codes;
    }

    /// <summary>All with one seed: neighbors then differ by their codes alone.</summary>
    private static async Task<DrawnSketches> DrawAsync(float[][] codes, SamplingOptions options, StudioModel model,
        CancellationToken aborted)
    {
        PlacedCode[] placed = await model.PlaceAsync(codes, aborted).ConfigureAwait(false);
        return await model.DrawAllAsync([.. placed.Select(code => new SketchPlan(code, options, null))], aborted).ConfigureAwait(false);
    }

    // Exact at both ends.
    private static float[] Between(float[] from, float[] to, double share) =>
        [.. from.Select((value, d) => (float)((value * (1 - share)) + (to[d] * share)))];
}
