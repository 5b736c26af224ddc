using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Tests.Browser;

public sealed class SpaceTests
{
    private const int MostShown = 120;

    [Fact]
    public async Task A_lasso_lists_what_it_holds()
    {
        TestStudio server = await TestStudio.SharedAsync();
        await using StudioPage studio = await StudioPage.OpenAsync(server, "#/space?tool=lasso");
        ILocator map = await MapAsync(studio);
        Assert.Equal("2d", await DotsAsync(studio));
        await studio.DragAsync(map, (0.4, 0.3), (0.6, 0.35), (0.62, 0.6), (0.5, 0.5), (0.38, 0.62));
        await Assertions.Expect(studio.Page).ToHaveURLAsync(new Regex("[?&]lasso="));
        Vector2[] lasso = Points(studio.State("lasso")), points = await PointsAsync(server);
        Assert.InRange(lasso.Length, 5, 40);
        int inside = points.Count(point => IsInside(point, lasso));
        Assert.InRange(inside, 1, points.Length - 1);
        string count = inside.ToString("N0", CultureInfo.InvariantCulture);
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex($"^{count} drawings?$") }))
            .ToBeVisibleAsync();
        await Assertions.Expect(studio.Page.Locator(".strip .sketch-button path")).ToHaveCountAsync(Math.Min(inside, MostShown));
        Assert.Empty(studio.Faults);
    }

    [Fact]
    public async Task A_path_follows_the_pen_and_is_walked_at_even_steps()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), "#/space?tool=path");

        // Without its name, this browser's graphics processor passes for one.
        await studio.Page.AddInitScriptAsync(
            """
            const original = WebGL2RenderingContext.prototype.getExtension;
            WebGL2RenderingContext.prototype.getExtension = function (name) {
                return name === "WEBGL_debug_renderer_info" ? null : original.call(this, name);
            };
            """);
        await studio.Page.ReloadAsync();
        ILocator map = await MapAsync(studio);
        Assert.Equal("webgl2", await DotsAsync(studio));
        IRequest asked = await studio.Page.RunAndWaitForRequestAsync(
            () => studio.DragAsync(map, (0.3, 0.3), (0.3, 0.6), (0.6, 0.6)), "**/api/interpolate");
        InterpolateRequest way = TestStudio.Parse<InterpolateRequest>(asked.PostData!);
        Assert.Equal((13, 3), (way.Steps, way.Through!.Length));
        SourceChoice[] stops = [way.From, .. way.Through, way.To];
        Assert.Equal(5, stops.Select(stop => string.Join(' ', stop.Code!)).Distinct().Count());
        ILocator steps = studio.Page.Locator(".film button");
        await Assertions.Expect(steps).ToHaveCountAsync(13);

        // Both legs, and a quarter of the way along them; the spot is where the drawing is.
        Vector2[] line = Points((await studio.Page.Locator(".map-marks polyline.way").GetAttributeAsync("points"))!);
        Assert.InRange(line.Length, 3, 40);
        float down = line.Max(point => point.Y) - line[0].Y, across = line[^1].X - line[0].X;
        foreach (int step in new[] { 0, 3, 12 })
        {
            await steps.Nth(step).ClickAsync();
            await Assertions.Expect(steps.Nth(step)).ToHaveAttributeAsync("aria-current", "step");
            float along = step / 12f * (down + across);
            Vector2 expected = line[0] + new Vector2(Math.Max(0, along - down), Math.Min(along, down));
            ILocator spot = studio.Page.Locator(".map-marks circle.spot");
            Vector2 found = new(await Number(spot, "cx"), await Number(spot, "cy"));
            Assert.True(Vector2.Distance(expected, found) < 6, $"step {step}: {found} instead of {expected}");
        }

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Open this drawing" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Dialog, new() { Name = "Step 13 of the way" })).ToBeVisibleAsync();
        Assert.Empty(studio.Faults);

        static async Task<float> Number(ILocator element, string attribute) =>
            float.Parse((await element.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
    }

    /// <summary>The map, once it is painted and listens.</summary>
    private static async Task<ILocator> MapAsync(StudioPage studio)
    {
        await Assertions.Expect(studio.Page.Locator(".map-marks")).ToHaveAttributeAsync("width", new Regex("^[1-9]"));
        return studio.Page.GetByRole(AriaRole.Application, new() { Name = "Map of the codes" });
    }

    /// <summary>What the dots are drawn with.</summary>
    private static Task<string> DotsAsync(StudioPage studio) => studio.Page.EvaluateAsync<string>(
        "['webgl2', '2d'].find((kind) => document.querySelector('.map canvas').getContext(kind))");

    private static Vector2[] Points(string numbers) =>
    [
        .. numbers.Split([',', ' ']).Select(text => float.Parse(text, CultureInfo.InvariantCulture)).Chunk(2)
            .Select(pair => new Vector2(pair[0], pair[1])),
    ];

    private static async Task<Vector2[]> PointsAsync(TestStudio server)
    {
        byte[] bytes = await server.Client.GetByteArrayAsync("api/map/points");
        return [.. Enumerable.Range(0, bytes.Length / 12).Select(i => new Vector2(At(12 * i), At((12 * i) + 4)))];

        float At(int offset) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(offset));
    }

    // The winding number: another rule than the page's, and the same for a line that does not cross itself.
    private static bool IsInside(Vector2 point, Vector2[] polygon)
    {
        double turned = 0;
        for (int i = 0; i < polygon.Length; i++)
        {
            Vector2 from = polygon[i] - point, to = polygon[(i + 1) % polygon.Length] - point;
            turned += Math.Atan2(((double)from.X * to.Y) - ((double)from.Y * to.X), Vector2.Dot(from, to));
        }

        return Math.Abs(turned) > Math.PI;
    }
}
