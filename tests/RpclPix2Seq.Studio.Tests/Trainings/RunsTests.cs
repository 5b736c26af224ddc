using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Tests.Endpoints;
using RpclPix2Seq.Studio.Trainings;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Studio.Tests.Trainings;

public sealed class RunsTests : IDisposable
{
    private readonly SmallTrainings _small = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _small.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_training_is_started_watched_stopped_and_resumed()
    {
        string data = _folder.File("data");
        TestData.Write(data, perCategory: 40);
        await using TestStudio studio = await TestStudio.StartAsync(data: data);
        Assert.Empty(await studio.GetAsync<RunAnswer[]>("api/runs"));
        RunAnswer started = await studio.PostAsync<RunAnswer>("api/runs", new StartRequest("data", "first"));
        Assert.Equal(("first", "running"), (started.Name, started.State));
        await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Post, "api/runs", new StartRequest("data", "second")), 422,
            null);

        // Its events come as it goes on.
        List<string> seen = [];
        using (CancellationTokenSource late = new(TimeSpan.FromMinutes(5)))
        {
            using HttpResponseMessage response = await studio.Client.GetAsync("api/runs/first/events",
                HttpCompletionOption.ResponseHeadersRead, late.Token);
            using StreamReader reader = new(await response.Content.ReadAsStreamAsync(late.Token));
            string name = "";
            while (!seen.Contains("validation") || !seen.Contains("metrics"))
            {
                string line = (await reader.ReadLineAsync(late.Token))!;
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    seen.Add(name = line["event: ".Length..]);
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && name == "metrics")
                    Assert.True(TestStudio.Parse<RunEvent>(line["data: ".Length..]) is { Step: >= 0 } now
                        && (now.Weights is not null || now.Values["cost"] > 0));
            }
        }

        Assert.Equal("state", seen[0]);
        RunAnswer stopped = await studio.PostAsync<RunAnswer>("api/runs/first/stop", new { });
        Assert.True(stopped is { State: "stopped", Step: > 0 }, $"{stopped}");
        await RefusalTests.AssertRefused(await studio.SendAsync(HttpMethod.Post, "api/runs/first/stop", new { }), 422, null);

        RunAnswer resumed = await studio.PostAsync<RunAnswer>("api/runs/first/resume", new { });
        Assert.Equal("running", resumed.State);
        await Until(async () => (await studio.GetAsync<RunDetail>("api/runs/first")).Step > stopped.Step + 5);
        await studio.PostAsync<RunAnswer>("api/runs/first/stop", new { });
        RunAnswer listed = Assert.Single(await studio.GetAsync<RunAnswer[]>("api/runs"));
        Assert.Equal(SketchDataset.BuiltIn(1).Categories.Order(), listed.Categories.Order());

        using HttpResponseMessage detail = await studio.Client.GetAsync("api/runs/first");
        System.Text.Json.JsonElement run = System.Text.Json.JsonDocument.Parse(await detail.Content.ReadAsStringAsync()).RootElement;
        int steps = run.GetProperty("steps").GetArrayLength();
        Assert.True(steps > 10);
        Assert.All(run.GetProperty("train").EnumerateObject(), series => Assert.Equal(steps, series.Value.GetArrayLength()));
        Assert.True(run.GetProperty("valid").GetProperty("stroke").GetArrayLength() > 0);
        Assert.True(run.GetProperty("history").GetArrayLength() > 0);
        Assert.False(run.TryGetProperty("run", out _));
    }

    [Fact]
    public async Task A_training_that_fails_says_why()
    {
        string data = _folder.File("data");
        TestData.Write(data, perCategory: 10);
        await using RunShelf runs = new(_folder.File("runs"),
            new ProgramStart("dotnet", [Path.Combine(AppContext.BaseDirectory, "rpcl.dll")]));
        RunAnswer started = runs.Start(new StartRequest("none", "gone"), _folder.File("none"));
        Assert.Equal("running", started.State);
        await Until(() => Task.FromResult(runs.Summary("gone").State != "running"));
        RunAnswer failed = runs.Summary("gone");
        Assert.Equal("failed", failed.State);
        Assert.Contains("none", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x", null, null, "name")]
    [InlineData(".x", null, null, "name")]
    [InlineData("a b", null, null, "name")]
    [InlineData(null, "huge", null, "preset")]
    [InlineData(null, null, 0.0, "minutes")]
    public void What_cannot_be_started_is_said(string? name, string? preset, double? minutes, string field)
    {
        RunShelf runs = new(_folder.File("runs"), new ProgramStart("false", []));
        RequestException refused = Assert.Throws<RequestException>(() =>
            runs.Start(new StartRequest("data", name, preset, minutes), "data"));
        Assert.Equal((422, field), (refused.Status, refused.Field));
        Assert.False(Directory.Exists(_folder.File("runs")));
    }

    [Fact]
    public void A_file_is_followed_line_by_line()
    {
        string file = _folder.File("metrics.jsonl");
        LineFollower follower = new(file);
        Assert.Empty(follower.Read());
        File.WriteAllText(file, "one\ntwo\nthr");
        Assert.Equal(["one", "two"], follower.Read());
        Assert.Empty(follower.Read());
        File.AppendAllText(file, "ee\n");
        Assert.Equal(["three"], follower.Read());
        File.WriteAllText(file, "one\n");
        Assert.Empty(follower.Read());
        File.AppendAllText(file, "again\n");
        Assert.Equal(["again"], follower.Read());
        string large = new('x', 3 << 20);
        File.AppendAllText(file, large);
        Assert.Empty(follower.Read());
        File.AppendAllText(file, "\nend\n");
        Assert.Equal([large, "end"], follower.Read());
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource late = new(TimeSpan.FromMinutes(5));
        while (!await isSo())
            await Task.Delay(100, late.Token);
    }
}
