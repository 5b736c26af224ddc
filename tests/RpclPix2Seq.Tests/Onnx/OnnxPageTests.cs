using System.Text.Json;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Onnx;

/// <summary>The page of an export folder in headless Chromium.</summary>
public sealed class OnnxPageTests
{
    [Fact]
    public void The_page_draws_from_the_mixture_and_redraws_what_is_drawn()
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Lstm, DecoderInput.Position);
        using JsonDocument json = JsonDocument.Parse(Browser.Run("onnx-page.mjs", fixture.Folder));
        JsonElement seen = json.RootElement;
        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        Assert.Contains("8 sketches in ", seen.GetProperty("status").GetString(), StringComparison.Ordinal);
        Assert.Equal(["", "0", "1", "3"], Texts("styles"));
        string[] mixture = Texts("mixture"), redrawn = Texts("redrawn");
        foreach (string[] paths in (string[][])[mixture, redrawn])
        {
            Assert.Equal(8, paths.Distinct().Count());
            Assert.All(paths, path => Assert.Matches(@"^M0,0([ML]-?\d+\.\d\d,-?\d+\.\d\d)+$", path));
        }

        Assert.Empty(mixture.Intersect(redrawn));

        string[] Texts(string name) => [.. seen.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
    }
}
