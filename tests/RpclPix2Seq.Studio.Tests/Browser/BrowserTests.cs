using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Recipes;

namespace RpclPix2Seq.Studio.Tests.Browser;

public sealed class BrowserTests
{
    private static readonly (double, double)[] Roof = [(0.2, 0.5), (0.5, 0.2), (0.8, 0.5)],
        Walls = [(0.25, 0.5), (0.25, 0.8), (0.75, 0.8), (0.75, 0.5)];

    [Fact]
    public async Task What_is_drawn_is_redrawn_completed_and_undone()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync());
        ILocator undo = studio.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await Assertions.Expect(undo).ToBeDisabledAsync();
        await studio.DrawAsync(Roof);
        await studio.DrawAsync(Walls);
        await studio.WaitForNineAsync();
        await Assertions.Expect(studio.Results.First).ToHaveAccessibleNameAsync(new Regex("redrawn 1$"));

        await studio.Page.GetByRole(AriaRole.Radio, new() { Name = "Complete" }).ClickAsync();
        await Assertions.Expect(studio.Results.First).ToHaveAccessibleNameAsync(new Regex("completion 1$", RegexOptions.IgnoreCase));
        await studio.WaitForNineAsync();
        await Assertions.Expect(studio.Results.First.Locator("path.given")).ToHaveCountAsync(1);

        string drawn = studio.State("s");
        await undo.ClickAsync();
        await undo.ClickAsync();
        await Assertions.Expect(undo).ToBeDisabledAsync();
        Assert.Equal("", studio.State("s"));
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Redo" }).ClickAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Redo" }).ClickAsync();
        Assert.Equal(drawn, studio.State("s"));
        await studio.WaitForNineAsync();
        Assert.Empty(studio.Faults);
    }

    [Fact]
    public async Task A_tap_on_an_ellipse_puts_the_next_point_there()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), "#/draw?mode=next");
        await studio.DrawAsync(Roof);
        ILocator middle = studio.Page.Locator(".ellipses circle.mean").Last;
        await Assertions.Expect(middle).ToBeVisibleAsync();
        (float x, float y) = (await Number(middle, "cx"), await Number(middle, "cy"));
        LocatorBoundingBoxResult box = (await studio.Canvas.BoundingBoxAsync())!;
        IRequest asked = await studio.Page.RunAndWaitForRequestAsync(
            () => studio.Page.Mouse.ClickAsync(box.X + (x * box.Width / 256), box.Y + (y * box.Height / 256)), "**/api/next");
        NextRequest next = TestStudio.Parse<NextRequest>(asked.PostData!);
        Assert.Equal(2, next.Strokes.Length);
        Assert.Equal(x, Assert.Single(next.Strokes[1]).X, 1e-3);
        Assert.Equal(y, next.Strokes[1][0].Y, 1e-3);
        Assert.Empty(studio.Faults);

        static async Task<float> Number(ILocator element, string attribute) =>
            float.Parse((await element.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_link_to_a_sketch_draws_it_again()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), $"#/draw?style={TestStudio.Styles[0]}");
        await studio.WaitForNineAsync();
        (Recipe recipe, string file) = await SaveAsync(studio, 4, "JSON");
        File.Delete(file);
        await studio.Results.Nth(4).ClickAsync();
        await studio.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Link" }).ClickAsync();
        await Assertions.Expect(studio.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("its recipe");
        Uri link = new(await studio.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        Assert.True(link.AbsoluteUri.Length < 2100, $"{link.AbsoluteUri.Length} characters");

        await using StudioPage other = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), link.Fragment);
        await other.WaitForNineAsync();
        (Recipe again, file) = await SaveAsync(other, 0, "JSON");
        File.Delete(file);
        Assert.Equal(JsonSerializer.Serialize(recipe, ContractJson.Options), JsonSerializer.Serialize(again, ContractJson.Options));

        // What changes the drawing takes the recipe out of the address.
        Assert.Equal(Uri.UnescapeDataString(Regex.Match(link.Fragment, "r=([^&]*)").Groups[1].Value), other.State("r"));
        await other.DrawAsync(Roof);
        await Assertions.Expect(other.Page).Not.ToHaveURLAsync(new Regex("[?&]r="));
        Assert.Empty(studio.Faults);
        Assert.Empty(other.Faults);
    }

    [Fact]
    public async Task A_saved_sketch_is_dropped_back_in_with_its_recipe()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync());
        await studio.DrawAsync(Roof);
        await studio.DrawAsync(Walls);
        await studio.WaitForNineAsync();
        (Recipe recipe, string file) = await SaveAsync(studio, 3, "SVG");
        try
        {
            await studio.Page.ReloadAsync();
            await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
            IJSHandle dropped = await studio.Page.EvaluateHandleAsync(
                """
                ([text, name]) => {
                    const files = new DataTransfer();
                    files.items.add(new File([text], name));
                    return files;
                }
                """,
                new[] { await File.ReadAllTextAsync(file), Path.GetFileName(file) });
            await studio.Page.Locator(".draw").DispatchEventAsync("drop", new { dataTransfer = dropped });
            await studio.WaitForNineAsync();
            await Assertions.Expect(studio.Page.GetByLabel("Seed")).ToHaveValueAsync($"{recipe.Seed}");
            (Recipe again, string second) = await SaveAsync(studio, 0, "JSON");
            File.Delete(second);
            Assert.Equal(JsonSerializer.Serialize(recipe, ContractJson.Options), JsonSerializer.Serialize(again, ContractJson.Options));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Empty(studio.Faults);
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1440)]
    public async Task Every_page_fits_its_window(int width)
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), width: width);
        foreach (string place in StudioPage.Names)
        {
            await studio.GoAsync(place);
            int wide = await studio.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth");
            Assert.True(wide <= width, $"{place} is {wide} px wide in a window of {width} px");
        }

        Assert.Empty(studio.Faults);
    }

    [Fact]
    public async Task Keys_are_enough_to_draw_and_to_look()
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync());
        IKeyboard keys = studio.Page.Keyboard;
        await TabToAsync(studio, "^Canvas$");
        await keys.PressAsync("Space");
        foreach (string key in new[] { "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp" })
        {
            for (int i = 0; i < 4; i++)
                await keys.PressAsync($"Shift+{key}");
        }

        await keys.PressAsync("Space");
        await studio.WaitForNineAsync();
        await TabToAsync(studio, "redrawn 1$");
        await keys.PressAsync("Enter");
        ILocator dialog = studio.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new Regex("redrawn 1$") });
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();

        // A mouse draws on though the keys' pen is down, and the way to the page that is open already keeps the drawing in the address.
        await studio.Page.GetByLabel("Canvas").FocusAsync();
        await keys.PressAsync("Space");
        string before = studio.Page.Url;
        await studio.DrawAsync(Roof);
        await Assertions.Expect(studio.Page).Not.ToHaveURLAsync(before);
        string after = studio.Page.Url;
        await studio.Page.GetByRole(AriaRole.Link, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(studio.Page).ToHaveURLAsync(after);
        Assert.Empty(studio.Faults);
    }

    // Only colors differ between the themes.
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "color-contrast")]
    public async Task Nothing_serious_keeps_people_out(bool dark, string? rule)
    {
        await using StudioPage studio = await StudioPage.OpenAsync(await TestStudio.SharedAsync(), dark: dark);
        await studio.DrawAsync(Roof);
        await studio.WaitForNineAsync();
        List<string> found = [];
        foreach (string place in StudioPage.Names)
        {
            await studio.GoAsync(place);
            AxeResult result = await studio.Page.RunAxe(
                new AxeRunOptions { RunOnly = rule is null ? null : new RunOnlyOptions { Type = "rule", Values = [rule] } });
            found.AddRange(result.Violations.Where(each => each.Impact is "serious" or "critical").Select(
                each => $"{place}: {each.Id}: {each.Help}: {string.Join("; ", each.Nodes.Take(3).Select(node => node.Html))}"));
        }

        Assert.Empty(found);
    }

    /// <summary>Opens a result and saves it.</summary>
    private static async Task<(Recipe Recipe, string File)> SaveAsync(StudioPage studio, int result, string format)
    {
        await studio.Results.Nth(result).ClickAsync();
        ILocator dialog = studio.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save as" }).ClickAsync();
        IDownload download = await studio.Page.RunAndWaitForDownloadAsync(
            () => dialog.GetByRole(AriaRole.Menuitem).Filter(new() { HasText = format }).First.ClickAsync());
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}-{download.SuggestedFilename}");
        await download.SaveAsAsync(file);
        await studio.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        return (RecipeMark.Find(await File.ReadAllBytesAsync(file))!, file);
    }

    private static async Task TabToAsync(StudioPage studio, string name)
    {
        for (int i = 0; i < 60; i++)
        {
            await studio.Page.Keyboard.PressAsync("Tab");
            if (Regex.IsMatch(await studio.Page.EvaluateAsync<string?>("document.activeElement?.getAttribute('aria-label')") ?? "", name))
                return;
        }

        Assert.Fail($"no Tab leads to {name}");
    }
}
