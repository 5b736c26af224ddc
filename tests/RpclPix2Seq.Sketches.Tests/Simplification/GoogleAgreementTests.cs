using System.Numerics;
using RpclPix2Seq.Sketches.Formats.Drawings;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Simplification;
using RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Simplification;

/// <summary>Raw drawings simplified here against the same drawings as Google simplified them, paired by their keys.</summary>
public sealed class GoogleAgreementTests(ITestOutputHelper output)
{
    // In this drawing six points of a closed stroke are equally far from a line of slope −3; Google's file keeps the one after ours.
    private const string OfEqualDistances = "6225622663692288";

    private static readonly string[] s_categories = ["bee", "bus", "flower", "giraffe", "pig"];

    [Fact]
    public void Google_s_simplified_drawings_come_out_point_by_point()
    {
        GoogleSimplification simplification = new();
        int drawings = 0, same = 0, strokes = 0, sameStrokes = 0;
        foreach (string category in s_categories)
        {
            Dictionary<string, Drawing> simplified = Read("simplified", category).ToDictionary(d => d.Key!);
            foreach (Drawing raw in Read("raw", category))
            {
                if (!simplified.TryGetValue(raw.Key!, out Drawing? google))
                    continue;
                Vector2[][] ours = simplification.Apply(raw.Strokes);
                Assert.Equal(google.Strokes.Count, ours.Length);
                int equal = ours.Where((stroke, i) => stroke.AsSpan().SequenceEqual(google.Strokes[i])).Count();
                (drawings, strokes, sameStrokes) = (drawings + 1, strokes + ours.Length, sameStrokes + equal);
                same += equal == ours.Length ? 1 : 0;
                if (raw.Key == OfEqualDistances)
                    AssertOnePointApart(google.Strokes, ours);
                else
                    Assert.True(equal == ours.Length, $"{category} {raw.Key} differs in {ours.Length - equal} strokes");
            }
        }

        output.WriteLine($"{same} of {drawings} drawings, {sameStrokes} of {strokes} strokes are equal in every point");
        Assert.Equal((103, 102, 738, 737), (drawings, same, strokes, sameStrokes));
    }

    private static void AssertOnePointApart(IReadOnlyList<Vector2[]> google, Vector2[][] ours)
    {
        int differences = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.Equal(google[i].Length, ours[i].Length);
            for (int k = 0; k < ours[i].Length; k++)
            {
                float distance = Vector2.Distance(google[i][k], ours[i][k]);
                Assert.InRange(distance, 0, 5); // the neighbour among points that are equally far from the line
                differences += distance > 0 ? 1 : 0;
            }
        }

        Assert.Equal(1, differences);
    }

    private static List<Drawing> Read(string kind, string category) =>
        QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), SharedFolder.Require($"quickdraw/ndjson/{kind}/{category}.ndjson")).Drawings;
}
