using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Hosting;
using RpclPix2Seq.Studio.Inference;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>What is asked of the model itself.</summary>
internal static class ModelEndpoints
{
    private const int MostSketches = 64;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, StudioModel model, ComponentNames names, Guard guard, Failures failures)
    {
        api.MapGet("/info", () => Info(model, names, guard)).WithSummary("The program, its model and what it draws with by default.");
        api.MapPost("/encode", (EncodeRequest request, CancellationToken aborted) =>
            model.EncodeAsync(Checks.Strokes(request.Strokes, "strokes"), "strokes", aborted)).WithSummary("The code of a sketch.");
        api.MapPost("/draw", (DrawRequest request, HttpContext context) => DrawAsync(request, context, model, failures))
            .Produces<DrawnAnswer>(contentType: "text/event-stream").WithSummary("Draws sketches, point by point.");
        api.MapPost("/complete", (CompleteRequest request, HttpContext context) => CompleteAsync(request, context, model, failures))
            .Produces<DrawnAnswer>(contentType: "text/event-stream").WithSummary("Draws on from given strokes, point by point.");
    }

    private static InfoAnswer Info(StudioModel model, ComponentNames names, Guard guard) => new(
        typeof(ModelEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        new ModelFactsAnswer(
            model.Name, model.Hash, model.Config.Categories, model.Step, model.CodeSize, model.Config.PngWidth, model.MaxLength,
            model.Parameters,
                model.Config.DecModel switch { DecoderModel.LayerNorm => "layer_norm", var cell => $"{cell}".ToLowerInvariant() },
            model.Encodes, model.IsShipped),
        [.. model.Mixture.Alive.Select(k => new ComponentAnswer(k, model.Mixture.Weight[k], names[k]))],
        model.Sampling, guard.AsksForToken);

    private static async Task DrawAsync(DrawRequest request, HttpContext context, StudioModel model, Failures failures)
    {
        SamplingOptions options = model.OptionsOf(request.Sampling);
        int count = Checks.Whole(request.Count, 1, MostSketches, "count");
        PlacedCode[] codes = await model.CodesOfAsync(request.Source, count, options.Seed, "source", context.RequestAborted)
            .ConfigureAwait(false);
        await SendAsync(Plans(codes, options, null), request.Points, context, model, failures).ConfigureAwait(false);
    }

    private static async Task CompleteAsync(CompleteRequest request, HttpContext context, StudioModel model, Failures failures)
    {
        SamplingOptions options = model.OptionsOf(request.Sampling);
        int count = Checks.Whole(request.Count, 1, MostSketches, "count");
        SketchBeginning beginning = model.BeginningOf(Checks.Strokes(request.Strokes, "strokes"), request.Open, "strokes");
        PlacedCode[] codes = request.Source is { } source
            ? await model.CodesOfAsync(source, count, options.Seed, "source", context.RequestAborted).ConfigureAwait(false)
            : await model.LikelyCodesAsync(beginning, count, options.Seed, context.RequestAborted).ConfigureAwait(false);
        await SendAsync(Plans(codes, options, beginning), request.Points, context, model, failures).ConfigureAwait(false);
    }

    /// <summary>A sketch from each code, each with its own seed, so that a recipe makes it again alone.</summary>
    private static SketchPlan[] Plans(PlacedCode[] codes, SamplingOptions options, SketchBeginning? beginning) =>
        [.. codes.Select((code, i) => new SketchPlan(code, options with { Seed = options.Seed + i }, beginning))];

    private static async Task SendAsync(
        IReadOnlyList<SketchPlan> plans, bool points, HttpContext context, StudioModel model, Failures failures)
    {
        EventStream events = await EventStream.BeginAsync(context).ConfigureAwait(false);
        CancellationToken aborted = context.RequestAborted;
        try
        {
            await foreach (SketchEvent now in model.DrawAsync(plans, aborted).ConfigureAwait(false))
            {
                if (now.Drawn is { } drawn)
                    await events.SendAsync("sketch", drawn, aborted).ConfigureAwait(false);
                else if (points)
                    await events.SendAsync("point", now.Point!, aborted).ConfigureAwait(false);
            }

            await events.SendAsync("done", new { }, aborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not IOException)
        {
            await events.SendAsync("failed", new ErrorAnswer(failures.MessageOf(e)), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
