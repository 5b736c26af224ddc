using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Procedural;

public sealed class ProceduralSketchesTests
{
    private static readonly Gen<(string Category, ulong Seed, long Index)> Places =
        Gen.Select(
            Gen.Int[0, ProceduralSketches.Categories.Count - 1].Select(i => ProceduralSketches.Categories[i]),
            Gen.ULong, Gen.Long[0, long.MaxValue]);

    public static TheoryData<string> Categories => [.. ProceduralSketches.Categories];

    [Fact]
    public void TheCategoriesAreThoseOfTheOriginalsDefaultData() =>
        Assert.Equal(["bee", "bus", "flower", "giraffe", "pig"], ProceduralSketches.Categories);

    [Theory]
    [MemberData(nameof(Categories))]
    public void EveryCategoryHasAtLeastTwoStyles(string category)
    {
        IReadOnlyList<string> styles = ProceduralSketches.StylesOf(category);

        Assert.True(styles.Count >= 2);
        Assert.Equal(styles.Count, styles.Distinct().Count());
    }

    [Fact]
    public void ASketchIsWellFormedAndDrawnTheSameAgain() => Places.ForAll(place =>
    {
        ProceduralSketch drawn = ProceduralSketches.Draw(place.Category, place.Seed, place.Index);
        AssertWellFormed(drawn.Sketch);
        Assert.Equal(place.Category, ProceduralSketches.Categories[drawn.Category]);
        Assert.InRange(drawn.Style, 0, ProceduralSketches.StylesOf(place.Category).Count - 1);

        ProceduralSketch again = ProceduralSketches.Draw(place.Category, place.Seed, place.Index);
        Assert.Equal(drawn.Sketch.Points, again.Sketch.Points);
        ProceduralSketch asked = ProceduralSketches.Draw(place.Category, place.Seed, place.Index, drawn.Style);
        Assert.Equal(drawn.Sketch.Points, asked.Sketch.Points);
    });

    [Fact]
    public void SketchesAreTheSameInEveryProcessAndRelease()
    {
        // Pictures in the documentation and figures measured on these sketches hold only as long as the sketches do not change.
        ulong hash = 0xCBF29CE484222325;
        foreach (StrokePoint row in ProceduralSketches.Categories
            .SelectMany(category => ProceduralSketches.DrawMany(category, 42, 20)).SelectMany(drawn => drawn.Sketch.Points.ToArray()))
        {
            foreach (int value in (ReadOnlySpan<int>)[(int)row.Dx, (int)row.Dy, row.PenUp ? 1 : 0])
                hash = unchecked((hash ^ (uint)value) * 0x100000001B3);
        }

        Assert.Equal(7959926087892115911UL, hash);
    }

    [Fact]
    public void AnotherSeedOrIndexIsAnotherSketch() => Places.ForAll(place =>
    {
        ProceduralSketch drawn = ProceduralSketches.Draw(place.Category, place.Seed, place.Index);
        ProceduralSketch seed = ProceduralSketches.Draw(place.Category, unchecked(place.Seed + 1), place.Index, drawn.Style);
        ProceduralSketch index = ProceduralSketches.Draw(place.Category, place.Seed, place.Index ^ 1, drawn.Style);
        Assert.False(drawn.Sketch.Points.SequenceEqual(seed.Sketch.Points));
        Assert.False(drawn.Sketch.Points.SequenceEqual(index.Sketch.Points));
    });

    [Theory]
    [MemberData(nameof(Categories))]
    public void ManyAreTheSameOneByOneWhateverTheCount(string category)
    {
        ProceduralSketch[] few = ProceduralSketches.DrawMany(category, 11, 5);
        ProceduralSketch[] more = ProceduralSketches.DrawMany(category, 11, 12);

        Assert.Equal((5, 12), (few.Length, more.Length));
        for (int i = more.Length - 1; i >= 0; i--)
        {
            Assert.Equal(more[i].Sketch.Points, ProceduralSketches.Draw(category, 11, i).Sketch.Points);
            if (i < few.Length)
                Assert.Equal(more[i].Sketch.Points, few[i].Sketch.Points);
        }
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void StylesAreEquallyFrequentAndDoNotAlternate(string category)
    {
        int styles = ProceduralSketches.StylesOf(category).Count;
        int[] drawn = [.. ProceduralSketches.DrawMany(category, 3, 60 * styles).Select(sketch => sketch.Style)];

        Assert.All(Enumerable.Range(0, styles), style => Assert.Equal(60, drawn.Count(s => s == style)));
        int same = Enumerable.Range(1, drawn.Length - 1).Count(i => drawn[i] == drawn[i - 1]);
        Assert.InRange(same, 10, drawn.Length - 60);
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void SketchesAreShortAndThePenIsLiftedAFewTimes(string category)
    {
        Sketch[] sketches = [.. ProceduralSketches.DrawMany(category, 17, 300).Select(drawn => drawn.Sketch)];

        Assert.InRange(sketches.Average(sketch => sketch.Length), 25, 55);
        Assert.All(sketches, sketch => Assert.InRange(Lifts(sketch), 2, 16));
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void SplitsHaveTheirSizesAndNoSketchInCommon(string category)
    {
        SketchSplits splits = ProceduralSketches.Splits(category, 23, 40, 20, 10);

        Assert.Equal((40, 20, 10), (splits.Train.Length, splits.Valid.Length, splits.Test.Length));
        IEnumerable<Sketch> all = splits.Train.Concat(splits.Valid).Concat(splits.Test);
        Assert.Equal(70, all.Select(sketch => string.Join(';', sketch.Points.ToArray())).Distinct().Count());
    }

    [Fact]
    public void ASplitDoesNotDependOnTheSizesOfTheOthers()
    {
        SketchSplits small = ProceduralSketches.Splits("pig", 23, 2, 3, 4);
        SketchSplits large = ProceduralSketches.Splits("pig", 23, 20, 5, 6);

        Assert.Equal(small.Train[1].Points, large.Train[1].Points);
        Assert.Equal(small.Valid[2].Points, large.Valid[2].Points);
        Assert.Equal(small.Test[3].Points, large.Test[3].Points);
        Assert.Equal(small.Train[0].Points, ProceduralSketches.Draw("pig", 23, 0).Sketch.Points);
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("Bee")]
    [InlineData("")]
    public void AnUnknownCategoryIsRefusedWithTheNamesOfThoseThatExist(string category)
    {
        Action[] calls =
        [
            () => ProceduralSketches.Draw(category, 1, 0), () => ProceduralSketches.DrawMany(category, 1, 0),
            () => ProceduralSketches.Splits(category, 1, 0, 0, 0), () => ProceduralSketches.StylesOf(category),
        ];

        Assert.All(calls, call =>
        {
            string message = Assert.Throws<InputException>(call).Message;
            Assert.Contains($"'{category}'", message, StringComparison.Ordinal);
            Assert.Contains("bee, bus, flower, giraffe, pig", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProceduralSketches.Draw("bus", 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProceduralSketches.Draw("bus", 1, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProceduralSketches.Draw("bus", 1, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProceduralSketches.DrawMany("bus", 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProceduralSketches.Splits("bus", 1, 1, 1, -1));
    }

    private static int Lifts(Sketch sketch) => sketch.Points.ToArray().Count(row => row.PenUp);

    private static void AssertWellFormed(Sketch sketch)
    {
        Assert.InRange(sketch.Length, 2, 52);
        Assert.True(sketch.Points[^1].PenUp);
        (float x, float y, float furthest, int run) = (0, 0, 0, 0);
        foreach (StrokePoint row in sketch.Points)
        {
            Assert.True(float.IsInteger(row.Dx) && float.IsInteger(row.Dy));
            x += row.Dx;
            y += row.Dy;
            Assert.InRange(x, 0, 255);
            Assert.InRange(y, 0, 255);
            furthest = Math.Max(furthest, Math.Max(x, y));

            // A stroke of one point would leave no ink, and neither would a row that does not move.
            run++;
            Assert.True(run == 1 || row.Dx != 0 || row.Dy != 0);
            Assert.False(row.PenUp && run == 1);
            run = row.PenUp ? 0 : run;
        }

        Assert.InRange(furthest, 235, 255);
    }
}
