using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Hosting;
using RpclPix2Seq.Studio.Trainings;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Studio.Tests;

/// <summary>A server on a free port with the model that ships, and a client of it.</summary>
internal sealed class TestStudio : IAsyncDisposable
{
    private static readonly Lazy<Task<TestStudio>> Usual = new(() => StartAsync());
    private readonly StudioServer _server;
    private readonly TemporaryFolder _folder;
    private readonly List<string> _reports;

    private TestStudio(StudioServer server, TemporaryFolder folder, List<string> reports)
    {
        _server = server;
        _folder = folder;
        _reports = reports;
        Client = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };
    }

    /// <summary>The folder of the model that ships.</summary>
    public static string Shipped { get; } = Path.Combine(SharedFolder.ProjectRoot, "models", "quickdraw");

    /// <summary>The components of that model, in order.</summary>
    public static IReadOnlyList<int> Styles { get; } = ReadStyles();

    /// <summary>A drawing of the first of them is asked for.</summary>
    public static SourceChoice Style { get; } = new(Component: new ComponentChoice(Styles[0]));

    /// <summary>Copies that model to where it may be changed.</summary>
    public static string CopyShipped(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in new[] { "config.json", "model.safetensors" })
            File.Copy(Path.Combine(Shipped, file), Path.Combine(folder, file));
        return folder;
    }

    /// <summary>Where the page is.</summary>
    public Uri Address => _server.Address;

    /// <summary>A client, with the server's address.</summary>
    public HttpClient Client { get; }

    /// <summary>The folder of the server's runs.</summary>
    public string Runs => _folder.File("runs");

    /// <summary>A server that tests share: they leave nothing behind that others would see.</summary>
    public static Task<TestStudio> SharedAsync() => Usual.Value;

    /// <summary>Stops it, if there is one, after all tests: it must have had nothing to report.</summary>
    public static async ValueTask EndSharedAsync()
    {
        if (Usual.IsValueCreated)
            await (await Usual.Value).DisposeAsync();
    }

    /// <summary>Starts a server of its own.</summary>
    public static async Task<TestStudio> StartAsync(
        string? model = null, string? data = null, StudioLimits? limits = null, IPAddress? address = null)
    {
        TemporaryFolder folder = new();
        List<string> reports = [];
        StudioServer server = await StudioServer.StartAsync(
            new StudioOptions
            {
                Model = ModelFolder.Load(model ?? Shipped),
                ModelFolder = model ?? Shipped,
                IsShipped = model is null,
                Data = data,
                Folder = folder.File("runs"),
                Program = new ProgramStart("dotnet", [Path.Combine(AppContext.BaseDirectory, "rpcl.dll")]),
                Address = address ?? IPAddress.Loopback,
                Limits = limits ?? new StudioLimits { Time = TimeSpan.FromHours(1) },
                ShowsTraces = true,
                Report = text =>
                {
                    lock (reports)
                        reports.Add(text);
                },
            },
            TestContext.Current.CancellationToken);
        return new TestStudio(server, folder, reports);
    }

    private static int[] ReadStyles()
    {
        using SketchModel model = SketchModel.Load(Shipped);
        return [.. model.Components.Select(component => component.Index)];
    }

    /// <summary>A request's answer, which must be good.</summary>
    public async Task<T> GetAsync<T>(string path) => await Of<T>(await Client.GetAsync(path));

    /// <summary>As above, for a request with a body.</summary>
    public async Task<T> PostAsync<T>(string path, object body) => await Of<T>(await SendAsync(HttpMethod.Post, path, body));

    /// <summary>Sends a request with a body of JSON.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body) =>
        Client.SendAsync(new HttpRequestMessage(method, path)
        {
            Content = JsonContent.Create(body, body.GetType(), options: ContractJson.Options),
        });

    /// <summary>Sends files.</summary>
    public Task<HttpResponseMessage> UploadAsync(string path, params (string Name, byte[] Content)[] files)
    {
        MultipartFormDataContent form = [];
        foreach ((string name, byte[] content) in files)
            form.Add(new ByteArrayContent(content), "files", name);
        return Client.PostAsync(path, form);
    }

    /// <summary>The events that answer a request.</summary>
    public async Task<List<(string Name, string Data)>> EventsAsync(string path, object body)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Post, path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('\n'))
                .Select(lines => (lines[0]["event: ".Length..], lines[1]["data: ".Length..])),
        ];
    }

    /// <summary>The sketches that answer a request, in their order; checks that the points told are theirs.</summary>
    public async Task<DrawnAnswer[]> DrawAsync(string path, object body)
    {
        List<(string Name, string Data)> events = await EventsAsync(path, body);
        Assert.Equal("done", events[^1].Name);
        DrawnAnswer[] sketches = [.. events.Where(each => each.Name == "sketch").Select(each => Parse<DrawnAnswer>(each.Data))
            .OrderBy(each => each.Sketch)];
        ILookup<(int, int), Vector2> points = events.Where(each => each.Name == "point").Select(each => Parse<PointAnswer>(each.Data))
            .ToLookup(point => (point.Sketch, point.Stroke), point => new Vector2(point.X, point.Y));
        if (points.Count > 0)
        {
            foreach (DrawnAnswer sketch in sketches)
            {
                for (int stroke = sketch.Given ?? 0; stroke < sketch.Strokes.Count; stroke++)
                    Assert.Equal(sketch.Strokes[stroke], points[(sketch.Sketch, stroke)]);
            }
        }

        return sketches;
    }

    /// <summary>A server's JSON.</summary>
    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options)!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
        Assert.Empty(_reports);
    }

    private static async Task<T> Of<T>(HttpResponseMessage response)
    {
        using (response)
        {
            string text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
            return Parse<T>(text);
        }
    }
}
