using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RpclPix2Seq.Studio.Atlas;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Data;
using RpclPix2Seq.Studio.Endpoints;
using RpclPix2Seq.Studio.Hosting;
using RpclPix2Seq.Studio.Inference;
using RpclPix2Seq.Studio.Trainings;

namespace RpclPix2Seq.Studio;

/// <summary>The studio: a web server around a model, and its page.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StudioModel _model;
    private readonly RunShelf _runs;
    private readonly Telemetry _telemetry;

    private StudioServer(WebApplication app, StudioModel model, RunShelf runs, Telemetry telemetry, Uri address)
    {
        _app = app;
        _model = model;
        _runs = runs;
        _telemetry = telemetry;
        Address = address;
    }

    /// <summary>Where the page is, with the token if one is asked for.</summary>
    public Uri Address { get; }

    /// <summary>Starts the server and computes once what a first request needs.</summary>
    /// <param name="options">What it serves, and to whom.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Its address is taken or not of this machine, or the model cannot be read.</exception>
    public static async Task<StudioServer> StartAsync(StudioOptions options, CancellationToken cancellationToken)
    {
        StudioModel model = new(options.Model, options.ModelFolder, options.IsShipped);
        RunShelf runs = new(options.Folder, options.Program);
        WebApplication? app = null;
        try
        {
            await model.WarmAsync(cancellationToken).ConfigureAwait(false);
            string? token = IPAddress.IsLoopback(options.Address) ? null : Guard.NewToken();
            app = Build(options, model, runs, new Guard(options.Address, token), out Telemetry telemetry);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            int port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
            bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
            IPAddress shown = isAny ? IPAddress.Loopback : options.Address;
            Uri address = new($"http://{new IPEndPoint(shown, port)}/{(token is null ? "" : $"?token={token}")}");
            return new StudioServer(app, model, runs, telemetry, address);
        }
        catch (Exception e)
        {
            if (app is not null)
                await app.DisposeAsync().ConfigureAwait(false);
            model.Dispose();
            if (e is not (IOException or SocketException))
                throw;
            throw new InputException(
                $"{new IPEndPoint(options.Address, options.Port)}", "", "a free address of this machine", (e.InnerException ?? e).Message,
                "name another with --port or --host; --port 0 takes any free one", e);
        }
    }

    /// <summary>Stops: requests under way may end, for a while.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _runs.DisposeAsync().ConfigureAwait(false);
        _telemetry.Dispose();
        _model.Dispose();
    }

    private static WebApplication Build(StudioOptions options, StudioModel model, RunShelf runs, Guard guard, out Telemetry telemetry)
    {
        // An empty builder reads no settings from the working folder or the environment.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        StudioLimits limits = options.Limits;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MaxRequestBodySize = limits.JsonBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.Time,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context =>
                Failures.WriteAsync(context, 503, new ErrorAnswer($"the request took longer than {limits.Time.TotalSeconds:0.###} s")),
        });
        builder.Services.ConfigureHttpJsonOptions(json => ContractJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limits.Grace);
        builder.Services.AddOpenApi(document => document.AddDocumentTransformer((made, _, _) =>
        {
            made.Info.Title = "RPCL-pix2seq studio";
            return Task.CompletedTask;
        }));

        WebApplication app = builder.Build();
        Telemetry counts = telemetry = new Telemetry(app.Services.GetRequiredService<IMeterFactory>());
        model.BatchBegan = counts.Began;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        Failures failures = new(options.Report, options.ShowsTraces, stopping);
        DataShelf data = new(options.Data, options.Folder);
        StudioAtlas atlas = new(model, data.Named(), stopping);
        Page page = Page.Embedded();
        app.Use(SecurityHeaders.RunAsync);
        app.Use(failures.RunAsync);
        app.Use(guard.RunAsync);
        app.UseRouting();
        app.Use(new RequestGate(limits.Requests).RunAsync);
        app.UseRequestTimeouts();
        app.Use((context, next) => context.GetEndpoint() is null && !context.Request.IsApi() ? page.RunAsync(context) : next(context));
        RouteGroupBuilder api = app.MapGroup("/api").WithTags("studio");
        ModelEndpoints.Map(api, model, atlas.Names, guard, failures);
        SpaceEndpoints.Map(api, model);
        AtlasEndpoints.Map(api, atlas, model);
        RunEndpoints.Map(api, runs, data, stopping);
        DataEndpoints.Map(api, data, limits.UploadBytes);
        FileEndpoints.Map(api, limits.UploadBytes);
        api.MapGet("/health", () => new HealthAnswer("ok")).WithMetadata(Ungated.Instance).WithSummary("Whether the server answers.");
        app.MapGet("/metrics", () => Results.Text(counts.Write(), "text/plain; version=0.0.4; charset=utf-8")).ExcludeFromDescription();
        app.MapOpenApi();
        return app;
    }
}
