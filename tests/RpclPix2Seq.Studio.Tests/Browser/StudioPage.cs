using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RpclPix2Seq.Studio.Tests.Browser;

/// <summary>The studio's page in Debian's Chromium, which can reach nothing but the studio. Skips a test where there is none.</summary>
internal sealed class StudioPage : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    // The browser's own conversations with its makers.
    private static readonly string[] Alone =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Started = new(async () =>
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Alone, Timeout = 0 });
    });

    private readonly IBrowserContext _context;

    static StudioPage() => Assertions.SetDefaultExpectTimeout(60_000);

    private StudioPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Requests to other hosts, and what the browser found wrong.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The sketches that the model drew, once all nine are there.</summary>
    public ILocator Results =>
        Page.GetByRole(AriaRole.Region, new() { Name = "What the model draws" }).Locator("button.cell:not([disabled])");

    /// <summary>The names of its pages.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Draw", "Space", "Components", "Training", "Data"];

    /// <summary>The sheet to draw on.</summary>
    public ILocator Canvas => Page.GetByRole(AriaRole.Application, new() { Name = "Canvas" });

    /// <summary>Opens a place of the page.</summary>
    /// <param name="studio">The server.</param>
    /// <param name="place">What follows the address.</param>
    /// <param name="width">Of the window, in px.</param>
    /// <param name="dark">Whether the user prefers dark pages.</param>
    public static async Task<StudioPage> OpenAsync(TestStudio studio, string place = "#/draw", int width = 1440, bool dark = false)
    {
        if (!File.Exists(Chromium))
            Assert.Skip("chromium is not installed");
        if (!(await studio.Client.GetStringAsync("")).Contains("<script", StringComparison.Ordinal))
            Assert.Skip("this build has no page: Node.js was missing");
        IBrowserContext context = await (await Started.Value).NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(60_000);
        IPage page = await context.NewPageAsync();
        StudioPage opened = new(context, page);
        string own = studio.Address.GetLeftPart(UriPartial.Authority) + "/";
        await context.RouteAsync("**/*", async route =>
        {
            if (route.Request.Url.StartsWith(own, StringComparison.Ordinal)
                || !route.Request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                await route.ContinueAsync();
                return;
            }

            opened.Faults.Add($"a request to {route.Request.Url}");
            await route.AbortAsync();
        });
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                opened.Faults.Add(message.Text);
        };
        page.PageError += (_, error) => opened.Faults.Add(error);
        await page.GotoAsync(own + place);
        await page.Locator("main").WaitForAsync();
        return opened;
    }

    /// <summary>Draws a line on the sheet with the mouse, through points in shares of its side.</summary>
    public Task DrawAsync(params (double X, double Y)[] points) => DragAsync(Canvas, points);

    /// <summary>Drags with the mouse through points in shares of an element's sides.</summary>
    public async Task DragAsync(ILocator element, params (double X, double Y)[] points)
    {
        LocatorBoundingBoxResult box = (await element.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(X(points[0].X), Y(points[0].Y));
        await Page.Mouse.DownAsync();
        foreach ((double x, double y) in points[1..])
            await Page.Mouse.MoveAsync(X(x), Y(y), new MouseMoveOptions { Steps = 8 });
        await Page.Mouse.UpAsync();

        float X(double share) => (float)(box.X + (share * box.Width));
        float Y(double share) => (float)(box.Y + (share * box.Height));
    }

    /// <summary>What the address says under a key of the page's state; empty without it.</summary>
    public string State(string key) =>
        Uri.UnescapeDataString(Regex.Match(Page.Url, $"[?&]{key}=([^&]*)").Groups[1].Value);

    /// <summary>Goes to a page by its name, and waits until it shows what it loads.</summary>
    public async Task GoAsync(string name)
    {
        await Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Assertions.Expect(Page).ToHaveTitleAsync($"{name} · rpcl studio");
        await Assertions.Expect(Page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
    }

    /// <summary>Waits until nine sketches are drawn.</summary>
    public Task WaitForNineAsync() => Assertions.Expect(Results).ToHaveCountAsync(9);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
