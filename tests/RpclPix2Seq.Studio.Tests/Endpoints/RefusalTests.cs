using System.Net;
using System.Text;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Hosting;

namespace RpclPix2Seq.Studio.Tests.Endpoints;

/// <summary>What cannot be done is said in one line, with the field at fault.</summary>
public sealed class RefusalTests
{
    private const string Dot = "\"strokes\":[[[1,1],[2,2]]]";
    private const string RecipeStart = "\"recipe\":{\"model\":\"m\",\"component\":null,\"seed\":1," + Dot + ",";

    [Theory]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":300}}}", 422, "source.component.id")]
    [InlineData("api/draw", "{\"source\":{}}", 422, "source")]
    [InlineData("api/draw", "{\"source\":{\"code\":[1]}}", 422, "source.code")]
    [InlineData("api/draw", "{\"source\":{\"code\":[1],\"component\":{\"id\":STYLE}}}", 422, "source")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"count\":0}", 422, "count")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"count\":65}", 422, "count")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"sampling\":{\"temperature\":-1}}", 422, "sampling.temperature")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"sampling\":{\"sigmaTemperature\":11}}", 422,
        "sampling.sigmaTemperature")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"sampling\":{\"penTemperature\":1e9}}", 422,
        "sampling.penTemperature")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"sampling\":{\"bestOf\":17}}", 422, "sampling.bestOf")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}},\"sampling\":{\"seed\":-1}}", 422, "sampling.seed")]
    [InlineData("api/draw", "{\"source\":{\"strokes\":[]}}", 422, "source.strokes")]
    [InlineData("api/encode", "{\"strokes\":[[]]}", 422, "strokes[0]")]
    [InlineData("api/encode", "{\"strokes\":[null]}", 422, "strokes[0]")]
    [InlineData("api/encode", "{\"strokes\":[[[1,1e39]]]}", 422, "strokes[0][0]")]
    [InlineData("api/encode", "{\"strokes\":[[[1,1]]]}", 422, "strokes")]
    [InlineData("api/interpolate", "{\"from\":{\"component\":{\"id\":STYLE}},\"to\":{\"component\":{\"id\":STYLE}},\"steps\":1}", 422,
        "steps")]
    [InlineData("api/interpolate", "{\"from\":{\"component\":{\"id\":STYLE}},\"to\":{\"component\":{\"id\":500}}}", 422, "to.component.id")]
    [InlineData("api/grid", "{\"corners\":[{\"component\":{\"id\":STYLE}}]}", 422, "corners")]
    [InlineData("api/grid", "{\"corners\":[{\"component\":{\"id\":STYLE}},{},{},{}]}", 422, "corners[1]")]
    [InlineData("api/map/sketches", "{\"indices\":[]}", 422, "indices.length")]
    [InlineData("api/export", "{\"strokes\":[],\"format\":\"svg\"}", 422, "strokes")]
    [InlineData("api/export", "{" + Dot + ",\"format\":\"svg\"," + RecipeStart + "\"code\":[1e39],\"sampling\":{}}}", 422,
        "recipe.code[0]")]
    [InlineData("api/export", "{" + Dot + ",\"format\":\"svg\"," + RecipeStart + "\"code\":[],\"sampling\":{\"temperature\":1e400}}}", 422,
        "recipe.sampling.temperature")]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":STYLE}}", 400, null)]
    [InlineData("api/draw", "{\"source\":{\"component\":{\"id\":\"x\"}}}", 400, "source.component.id")]
    [InlineData("api/draw", "{\"sauce\":{}}", 400, "sauce")]
    [InlineData("api/draw", "{}", 400, null)]
    [InlineData("api/draw", "null", 400, null)]
    [InlineData("api/draw", "", 400, null)]
    [InlineData("api/draw", "{\"count\":1,\"count\":2}", 400, "count")]
    [InlineData("api/encode", "{\"strokes\":[[[1]]]}", 400, "strokes[0][0]")]
    [InlineData("api/export", "{" + Dot + ",\"format\":\"pdf\"}", 400, "format")]
    [InlineData("api/encode", "\u0001", 400, null)]
    [InlineData("api/nothing", "{}", 404, null)]
    [InlineData("api/runs", "{\"data\":\"none\"}", 404, null)]
    [InlineData("api/runs/none/stop", "{}", 404, null)]
    [InlineData("api/info", "{}", 405, null)]
    public async Task A_bad_body_is_answered_with_status_and_field(string path, string body, int status, string? field)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        await AssertRefused(await studio.Client.PostAsync(path, Json(body)), status, field);
    }

    [Theory]
    [InlineData("api/data/none", 404)]
    [InlineData("api/runs/none", 404)]
    [InlineData("api/runs/..", 404)]
    [InlineData("api/runs/%2e%2e%2fx", 404)]
    [InlineData("api/none", 404)]
    [InlineData("api/draw", 405)]
    public async Task What_is_not_there_is_said(string path, int status)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        await AssertRefused(await studio.Client.GetAsync(path), status, null);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_kind_is_refused(string type)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        await AssertRefused(await studio.Client.PostAsync("api/draw", new StringContent("{}", Encoding.UTF8, type)), 415, null);
        await AssertRefused(await studio.Client.PostAsync("api/read", new StringContent("{}", Encoding.UTF8, type)), 415, null);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        using SocketsHttpHandler patient = new() { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using HttpClient client = new(patient) { BaseAddress = studio.Client.BaseAddress };
        await AssertRefused(await Send("api/encode", new StringContent(new string(' ', 5 << 20), Encoding.UTF8, "application/json")), 413,
            null);
        await AssertRefused(await Send("api/read",
            new MultipartFormDataContent { { new ByteArrayContent(new byte[65 << 20]), "file", "a.svg" } }), 413, null);

        // The client waits for the word to go on, which it does not get.
        Task<HttpResponseMessage> Send(string path, HttpContent content)
        {
            HttpRequestMessage request = new(HttpMethod.Post, path) { Content = content };
            request.Headers.ExpectContinue = true;
            return client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Too_many_requests_are_refused_and_may_come_again()
    {
        await using TestStudio studio = await TestStudio.StartAsync(limits: new StudioLimits { Requests = 2 });
        DrawRequest request = new(TestStudio.Style, Count: 64);
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(_ => studio.SendAsync(HttpMethod.Post, "api/draw", request)));
        HttpResponseMessage[] refused = [.. responses.Where(response => response.StatusCode == HttpStatusCode.TooManyRequests)];
        Assert.Contains(responses, response => response.IsSuccessStatusCode);
        Assert.NotEmpty(refused);
        Assert.All(refused, response => Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta));
        await AssertRefused(refused[0], 429, null);
        Assert.Equal("ok", (await studio.GetAsync<HealthAnswer>("api/health")).Status);
        Assert.Equal(64, (await studio.DrawAsync("api/draw", request)).Length);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_ended()
    {
        await using TestStudio studio = await TestStudio.StartAsync(limits: new StudioLimits { Time = TimeSpan.FromSeconds(0.1) });
        SamplingChoice best = new(BestOf: 16);
        GridRequest slow = new([.. Enumerable.Repeat(TestStudio.Style, 4)], 12, best);
        await AssertRefused(await studio.SendAsync(HttpMethod.Post, "api/grid", slow), 503, null);

        // When a stream has started, an error is its last event.
        using HttpResponseMessage many = await studio.SendAsync(HttpMethod.Post, "api/draw", new DrawRequest(TestStudio.Style, 64, best));
        string answer = await many.Content.ReadAsStringAsync();
        Assert.Contains(many.StatusCode == HttpStatusCode.OK ? "event: failed\n" : "\"error\":", answer, StringComparison.Ordinal);
        Assert.Matches("too long|longer than", answer);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_to_its_end_leaves_the_server_free()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        for (int i = 0; i < 20; i++)
        {
            HttpRequestMessage request = new(HttpMethod.Post, "api/draw")
            {
                Content = Json("{\"source\":{\"component\":{\"id\":STYLE}},\"count\":64}"),
            };
            using HttpResponseMessage response = await studio.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using Stream events = await response.Content.ReadAsStreamAsync();
            await events.ReadExactlyAsync(new byte[1]);
        }

        Assert.Single(await studio.DrawAsync("api/draw", new DrawRequest(TestStudio.Style)));
    }

    internal static async Task AssertRefused(HttpResponseMessage response, int status, string? field)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        ErrorAnswer answer = TestStudio.Parse<ErrorAnswer>(text);
        Assert.True(answer.Error.Length > 0 && !answer.Error.Contains('\n'), text);
        Assert.DoesNotContain("RpclPix2Seq.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(field, answer.Field);
    }

    /// <summary>A body in which STYLE stands for a component of the model.</summary>
    private static StringContent Json(string body) =>
        new(body.Replace("STYLE", $"{TestStudio.Styles[0]}", StringComparison.Ordinal), Encoding.UTF8, "application/json");
}
