using System.Net;
using System.Net.Http.Json;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Tests.Endpoints;

namespace RpclPix2Seq.Studio.Tests.Hosting;

public sealed class GuardTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.5")]
    [InlineData("localhost.evil.example:80")]
    public async Task Another_name_of_this_machine_is_refused(string name)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        HttpRequestMessage request = new(HttpMethod.Get, "api/info");
        request.Headers.Host = name;
        await RefusalTests.AssertRefused(await studio.Client.SendAsync(request), 403, null);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task Another_sites_page_is_refused(string origin)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        HttpRequestMessage request = new(HttpMethod.Post, "api/draw")
        {
            Content = JsonContent.Create(new { source = new { component = new { id = TestStudio.Styles[0] } } }),
        };
        request.Headers.Add("Origin", origin);
        await RefusalTests.AssertRefused(await studio.Client.SendAsync(request), 403, null);
    }

    [Theory]
    [InlineData("api/info", "cross-site", 403)]
    [InlineData("API/info", "cross-site", 403)]
    [InlineData("api/info", "same-origin", 200)]
    [InlineData("", "cross-site", 200)]
    public async Task A_link_may_lead_to_the_page_but_no_other_site_calls_what_is_behind_it(string path, string site, int status)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Sec-Fetch-Site", site);
        Assert.Equal(status, (int)(await studio.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Its_own_page_is_let_in_under_each_of_its_names()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        foreach (string name in new[] { "localhost", "127.0.0.1", "[::1]" })
        {
            HttpRequestMessage request = new(HttpMethod.Get, "api/info");
            request.Headers.Host = $"{name}:{studio.Address.Port}";
            request.Headers.Add("Origin", $"http://{name}:{studio.Address.Port}");
            Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Beyond_this_machine_nobody_comes_in_without_the_token()
    {
        await using TestStudio studio = await TestStudio.StartAsync(address: IPAddress.Any);
        string token = studio.Address.Query["?token=".Length..];
        Assert.Matches("^[0-9a-f]{48}$", token);
        foreach (string path in new[] { "", "api/info", "api/health", "metrics", "openapi/v1.json", "assets/x.js" })
            await RefusalTests.AssertRefused(await studio.Client.GetAsync(path), 403, null);
        await RefusalTests.AssertRefused(await studio.Client.GetAsync($"?token={token[..^1]}{(token[^1] == '0' ? '1' : '0')}"), 403, null);
        await RefusalTests.AssertRefused(await studio.Client.GetAsync($"api/info?token={token}"), 403, null);

        HttpRequestMessage program = new(HttpMethod.Get, "api/info");
        program.Headers.Add("Authorization", $"Bearer {token}");
        Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(program)).StatusCode);

        // A browser opens the address that was printed: it gets a cookie, and the token leaves the address.
        using HttpClientHandler cookies = new() { AllowAutoRedirect = false };
        using HttpClient browser = new(cookies) { BaseAddress = studio.Client.BaseAddress };
        HttpResponseMessage opened = await browser.GetAsync(studio.Address);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (opened.StatusCode, opened.Headers.Location?.OriginalString));
        string cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"rpcl-studio-{studio.Address.Port}=", cookie, StringComparison.Ordinal); // another port has another
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True((await browser.GetFromJsonAsync<InfoAnswer>("api/info", ContractJson.Options))!.Token);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_stay_here()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        foreach (string path in new[] { "", "api/info", "api/none", "a/place/of/the/page" })
        {
            HttpResponseMessage response = await studio.Client.GetAsync(path);
            string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(response.Headers.Contains("Server"));
        }
    }
}
