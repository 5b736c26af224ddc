using CsCheck;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

/// <summary>The sketches of the fixtures, generators, and a comparison.</summary>
internal static class TestSketches
{
    /// <summary>The content of every fixture; Fixtures/README.md gives the formula.</summary>
    public static SketchSplits OfFixtures { get; } = new(Split(0, 3), Split(1, 1), Split(2, 2));

    public static Gen<Sketch> GenInteger { get; } =
        Gen.Select(Gen.Short, Gen.Short, Gen.Bool, (x, y, up) => new StrokePoint(x, y, up)).Array[1, 40]
            .Select(points => new Sketch(points));

    /// <summary>Offsets in eighths up to 4096: sums are exact.</summary>
    public static Gen<Sketch> GenEighths { get; } = Gen.Select(
        Gen.Int[-32768, 32768], Gen.Int[-32768, 32768], Gen.Bool, (x, y, up) => new StrokePoint(x / 8f, y / 8f, up))
        .Array[2, 40].Select(points => new Sketch(points));

    /// <summary>Any finite offsets up to a million, the smallest included.</summary>
    public static Gen<Sketch> GenReal { get; } = Gen.Select(
        Gen.Float[-1e6f, 1e6f], Gen.Float[-1e6f, 1e6f], Gen.Bool, (x, y, up) => new StrokePoint(x, y, up))
        .Array[1, 40].Select(points => new Sketch(points));

    public static void AssertEqual(SketchSplits expected, SketchSplits actual)
    {
        AssertEqual(expected.Train, actual.Train);
        AssertEqual(expected.Valid, actual.Valid);
        AssertEqual(expected.Test, actual.Test);
    }

    public static void AssertEqual(Sketch[] expected, Sketch[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Points.ToArray(), actual[i].Points.ToArray());
    }

    private static Sketch[] Split(int split, int count) => [.. Enumerable.Range(0, count).Select(i => new Sketch(
        [.. Enumerable.Range(0, i + 3).Select(r => new StrokePoint((10 * i) + r, (2 * r) - (300 * split), r % 3 == 2 || r == i + 2))]))];
}
