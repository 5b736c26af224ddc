using System.Net;
using System.Text.RegularExpressions;

namespace RpclPix2Seq.Studio.Tests.Hosting;

public sealed partial class PageTests
{
    [Fact]
    public async Task The_page_is_served_with_its_files()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        string page = await studio.Client.GetStringAsync("");
        if (page.StartsWith("The page of the studio was not built", StringComparison.Ordinal))
            Assert.Skip("this build has no page: Node.js was missing");
        string[] files = [.. Reference().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Contains(files, file => file.EndsWith(".js", StringComparison.Ordinal));
        foreach (string file in files)
        {
            HttpResponseMessage response = await studio.Client.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("text/html", $"{response.Content.Headers.ContentType}", StringComparison.Ordinal);
            HttpRequestMessage again = new(HttpMethod.Get, file);
            again.Headers.Add("If-None-Match", response.Headers.ETag!.Tag);
            Assert.Equal(HttpStatusCode.NotModified, (await studio.Client.SendAsync(again)).StatusCode);
        }

        Assert.Equal(page, await studio.Client.GetStringAsync("draw/anything"));
        Assert.Equal(HttpStatusCode.NotFound, (await studio.Client.GetAsync("assets/none.js")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await studio.Client.GetAsync("../appsettings.json")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await studio.Client.PostAsync("", null)).StatusCode);
    }

    [GeneratedRegex("(?:src|href)=\"/([^\"]+)\"")]
    private static partial Regex Reference();
}
