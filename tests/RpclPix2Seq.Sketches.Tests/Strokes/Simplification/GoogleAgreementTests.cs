using System.Numerics;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Strokes.Simplification;
using RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes.Simplification;

/// <summary>Raw drawings simplified here against the same drawings as Google simplified them, paired by their keys.</summary>
public sealed class GoogleAgreementTests
{
    private static readonly string[] Categories = ["bee", "bus", "flower", "giraffe", "pig"];

    [Fact]
    public void Google_s_simplified_drawings_come_out_point_by_point()
    {
        GoogleSimplification simplification = new();
        int drawings = 0, strokes = 0;
        foreach (string category in Categories)
        {
            Dictionary<string, Drawing> simplified = Read("simplified", category).ToDictionary(d => d.Key!);
            foreach (Drawing raw in Read("raw", category))
            {
                if (!simplified.TryGetValue(raw.Key!, out Drawing? google))
                    continue;
                Vector2[][] ours = simplification.Apply(raw.Strokes);
                Assert.Equal(google.Strokes.Count, ours.Length);
                int equal = ours.Where((stroke, i) => stroke.AsSpan().SequenceEqual(google.Strokes[i])).Count();
                (drawings, strokes) = (drawings + 1, strokes + ours.Length);
                Assert.True(equal == ours.Length, $"{category} {raw.Key} differs in {ours.Length - equal} strokes");
            }
        }

        Assert.Equal((103, 738), (drawings, strokes));
    }

    private static List<Drawing> Read(string kind, string category) =>
        QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), SharedFolder.Require($"quickdraw/ndjson/{kind}/{category}.ndjson")).Drawings;
}
