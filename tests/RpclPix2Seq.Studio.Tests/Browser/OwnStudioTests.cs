using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RpclPix2Seq.Studio.Tests.Trainings;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Studio.Tests.Browser;

/// <summary>What the page leaves behind: names and trainings.</summary>
public sealed class OwnStudioTests(OwnStudio own) : IClassFixture<OwnStudio>
{
    [Fact]
    public async Task A_style_is_named_and_the_model_folder_keeps_it()
    {
        int style = TestStudio.Styles[0];
        await using StudioPage studio = await StudioPage.OpenAsync(own.Server, "#/components");
        ILocator title = studio.Page.Locator($"#style-{style} .style-title button");
        await Assertions.Expect(title).ToHaveTextAsync($"Style {style}");
        await title.ClickAsync();
        await studio.Page.GetByLabel($"Name of style {style}").FillAsync("round ears");
        await studio.Page.GetByLabel($"Name of style {style}").PressAsync("Enter");
        await Assertions.Expect(title).ToHaveTextAsync("round ears");
        await Assertions.Expect(title).ToBeFocusedAsync();
        Assert.Contains("\"round ears\"", await NamesAsync(), StringComparison.Ordinal);
        await studio.Page.ReloadAsync();
        await Assertions.Expect(title).ToHaveTextAsync("round ears");

        // An empty name takes it away.
        await title.ClickAsync();
        await studio.Page.GetByLabel($"Name of style {style}").FillAsync("");
        await studio.Page.GetByLabel($"Name of style {style}").PressAsync("Enter");
        await Assertions.Expect(title).ToHaveTextAsync($"Style {style}");
        Assert.DoesNotContain("round ears", await NamesAsync(), StringComparison.Ordinal);
        Assert.Empty(studio.Faults);

        Task<string> NamesAsync() => File.ReadAllTextAsync(Path.Combine(own.Model, "components.json"));
    }

    [Fact]
    public async Task A_training_is_started_watched_and_stopped()
    {
        using SmallTrainings small = new();
        await using StudioPage studio = await StudioPage.OpenAsync(own.Server, "#/training");
        await studio.Page.GetByLabel("Name (optional)").FillAsync("first");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        ILocator run = studio.Page.GetByRole(AriaRole.Article, new() { Name = "Run first" });
        await Assertions.Expect(run.Locator(".curve")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(run.Locator(".curve .model")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(Curve(run, @"^stroke: [\d.]+ at step \d+$")).ToBeVisibleAsync();

        // It goes on as one looks.
        string seen = await StepAsync(run);
        await Assertions.Expect(run.Locator(".run-facts dd").First).Not.ToHaveTextAsync(seen);
        await run.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(run.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        await Assertions.Expect(run.Locator(".run-state")).ToHaveTextAsync("stopped");
        await Assertions.Expect(studio.Page.Locator(".run-list a")).ToContainTextAsync("stopped at step");
        Assert.Empty(studio.Faults);

        static Task<string> StepAsync(ILocator run) => run.Locator(".run-facts dd").First.InnerTextAsync();
    }

    [Fact]
    public async Task A_training_is_followed_on_when_its_stream_ends_or_breaks()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(own.Server);
        int details = 0, streams = 0;
        await studio.Page.RouteAsync("**/api/runs", route => route.FulfillAsync(Json($"[{Summary("running", 3)}]")));
        await studio.Page.RouteAsync("**/api/runs/long", route => route.FulfillAsync(Json(Detail(details++ < 2 ? 3 : 6))));
        await studio.Page.RouteAsync("**/api/runs/long/events", route => ++streams switch
        {
            1 => route.FulfillAsync(Events(State("running", 3), Metrics(4))),
            2 => route.AbortAsync("connectionreset"),
            3 => route.FulfillAsync(Events(State("running", 6), Metrics(7), State("finished", 7))),
            _ => throw new InvalidOperationException("a finished run is followed"),
        });
        await studio.Page.EvaluateAsync("location.hash = '#/training'");
        ILocator run = studio.Page.GetByRole(AriaRole.Article, new() { Name = "Run long" });
        await Assertions.Expect(run.Locator(".run-state")).ToHaveTextAsync("finished");
        await Assertions.Expect(run.Locator(".run-facts dd").First).ToHaveTextAsync("7");
        Assert.Equal((3, 3), (streams, details));

        // What happened between the streams is there too, and nothing twice.
        await run.GetByRole(AriaRole.Slider).FillAsync("5");
        await Assertions.Expect(Curve(run, @"^stroke: 0\.5000 at step 5$")).ToBeVisibleAsync();
        await Assertions.Expect(run.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        Assert.All(studio.Faults, fault => Assert.Contains("ERR_CONNECTION_RESET", fault, StringComparison.Ordinal));

        static RouteFulfillOptions Json(string body) => new() { ContentType = "application/json", Body = body };
        static RouteFulfillOptions Events(params string[] events) =>
            new() { ContentType = "text/event-stream", Body = string.Concat(events) };
        static string State(string state, int step) => $"event: state\ndata: {Summary(state, step)}\n\n";
        static string Metrics(int step) => $"event: metrics\ndata: {{\"step\":{step},\"values\":{{\"stroke\":{step / 10.0}}}}}\n\n";
        static string Summary(string state, int step) =>
            $"{{\"name\":\"long\",\"state\":\"{state}\",\"step\":{step},\"categories\":[],\"bestValidation\":null,"
            + "\"changed\":\"2026-01-01T00:00:00Z\"}";
        static string Detail(int step)
        {
            int[] steps = [.. Enumerable.Range(1, step)];
            return Summary("running", step)[..^1] + $",\"steps\":[{string.Join(',', steps)}],"
                + $"\"train\":{{\"stroke\":[{string.Join(',', steps.Select(each => each / 10.0))}]}},"
                + "\"validSteps\":[],\"valid\":{},\"history\":[]}";
        }
    }

    private static ILocator Curve(ILocator run, string name) => run.GetByRole(AriaRole.Img, new() { NameRegex = new Regex(name) });
}

/// <summary>A server with a copy of the model that ships, data to train on, and no runs.</summary>
public sealed class OwnStudio : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The model's folder.</summary>
    internal string Model { get; private set; } = "";

    internal TestStudio Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Model = TestStudio.CopyShipped(_folder.File("model"));
        string data = _folder.File("data");
        TestData.Write(data, perCategory: 40);
        Server = await TestStudio.StartAsync(Model, data);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
