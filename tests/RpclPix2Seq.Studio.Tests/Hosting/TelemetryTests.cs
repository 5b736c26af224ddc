using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Tests.Hosting;

public sealed partial class TelemetryTests
{
    [Fact]
    public async Task What_happened_is_counted_in_the_format_of_Prometheus()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        await studio.DrawAsync("api/draw", new DrawRequest(TestStudio.Style, Count: 5));
        await studio.GetAsync<InfoAnswer>("api/info");
        using HttpResponseMessage response = await studio.Client.GetAsync("metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(Line(), line));

        // Every series stands under its type.
        string[] types = [.. lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])];
        Assert.Equal(types.Distinct(), types);
        Assert.All(
            lines.Where(line => line[0] != '#').Select(line => line.Split('{', ' ')[0]),
            name => Assert.Contains(types, type => name == type || name == type + "_bucket" || name == type + "_sum"
                || name == type + "_count"));
        Assert.Equal(5, Value("rpcl_studio_sketches_total"), 0);
        Assert.Contains(lines, line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && line.Contains("http_route=\"/api/draw\"", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.True(Value("dotnet_process_memory_working_set_bytes") > 1e7);

        double Value(string name) => double.Parse(
            lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task The_addresses_are_described()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        using JsonDocument document = JsonDocument.Parse(await studio.Client.GetStringAsync("openapi/v1.json"));
        string[] paths = [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name)];
        Assert.Equal(
            [
                "/api/analogy", "/api/complete", "/api/components", "/api/components/{id}", "/api/data", "/api/data/{name}", "/api/draw",
                "/api/encode", "/api/export", "/api/grid", "/api/health", "/api/info", "/api/interpolate", "/api/map", "/api/map/code",
                "/api/map/points", "/api/map/progress", "/api/map/sketch/{index}", "/api/map/sketches", "/api/next", "/api/read",
                "/api/runs", "/api/runs/{name}", "/api/runs/{name}/events", "/api/runs/{name}/resume", "/api/runs/{name}/stop",
            ],
            paths.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(
        """^(# (HELP|TYPE) [a-zA-Z_]\w*( .*)?|[a-zA-Z_]\w*(\{\w+="([^"\\]|\\.)*"(,\w+="([^"\\]|\\.)*")*\})? [-+0-9.eEInfNa]+)$""")]
    private static partial Regex Line();
}
