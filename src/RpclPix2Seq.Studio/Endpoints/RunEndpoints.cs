using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Data;
using RpclPix2Seq.Studio.Hosting;
using RpclPix2Seq.Studio.Trainings;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>Training runs: what there is, how they go, and their control.</summary>
internal static class RunEndpoints
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, RunShelf runs, DataShelf data, CancellationToken stopping)
    {
        api.MapGet("/runs", runs.List).WithSummary("The training runs.");
        api.MapGet("/runs/{name}", (string name) => runs.Detail(name)).WithSummary("A run with its metrics.");
        api.MapGet("/runs/{name}/events", (string name, HttpContext context) => FollowAsync(name, context, runs, stopping))
            .WithMetadata(Ungated.Instance, new DisableRequestTimeoutAttribute()).Produces<RunEvent>(contentType: "text/event-stream")
            .WithSummary("What a run writes, as it writes it: metrics, validation and state.");
        api.MapPost("/runs", (StartRequest request) => runs.Start(request, data.PathOf(request.Data))).WithSummary("Starts a training.");
        api.MapPost("/runs/{name}/stop", (string name, CancellationToken aborted) => runs.StopAsync(name, aborted))
            .WithSummary("Stops a training that was started here.");
        api.MapPost("/runs/{name}/resume", (string name) => runs.Resume(name)).WithSummary("Resumes a run.");
    }

    private static async Task FollowAsync(string name, HttpContext context, RunShelf runs, CancellationToken stopping)
    {
        RunFolder run = RunFolder.At(runs.PathOf(name));
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        LineFollower metrics = new(run.MetricsFile), history = new(run.HistoryFile);
        metrics.SkipToEnd();
        history.SkipToEnd();
        EventStream events = await EventStream.BeginAsync(context).ConfigureAwait(false);
        RunAnswer state = runs.Summary(name);
        await events.SendAsync("state", state, ended.Token).ConfigureAwait(false);
        DateTime told = DateTime.UtcNow;
        try
        {
            while (true)
            {
                await Task.Delay(Interval, ended.Token).ConfigureAwait(false);
                bool any = Add(events, metrics.Read(), history.Read());
                RunAnswer now = runs.Summary(name);
                if (now.State != state.State || now.BestValidation != state.BestValidation)
                {
                    events.Add("state", now);
                    any = true;
                }

                state = now;
                if (!any && DateTime.UtcNow - told < Quiet)
                    continue;
                await events.FlushAsync(ended.Token).ConfigureAwait(false);
                told = DateTime.UtcNow;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was closed, or the server stops.
        }
    }

    private static bool Add(EventStream events, string[] metrics, string[] history)
    {
        Dictionary<long, Dictionary<string, double>> weights = [];
        foreach (string line in history)
        {
            if (Parse<LatentSnapshot>(line, LatentHistoryFile.Json) is { Weights: not null } snapshot)
                weights[snapshot.Step] = RunSeries.Weights(snapshot);
        }

        bool any = false;
        foreach (string text in metrics)
        {
            if (Parse<MetricsLine>(text, RecordJson.Line) is not { Split: "train" or "valid" } line)
                continue;
            bool training = line.Split == "train";
            events.Add(
                training ? "metrics" : "validation",
                new RunEvent(line.Step, RunSeries.Of(line, training), training && weights.Remove(line.Step, out var at) ? at : null));
            any = true;
        }

        foreach ((long step, Dictionary<string, double> alive) in weights)
        {
            events.Add("metrics", new RunEvent(step, new Dictionary<string, double?>(), alive));
            any = true;
        }

        return any;
    }

    private static T? Parse<T>(string line, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, options);
        }
        catch (JsonException)
        {
            return null; // the detail of the run says that the file is damaged
        }
    }
}
