using System.Numerics;
using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

/// <summary>The drawings of the fixtures, generators, and a reader for text that a test makes up.</summary>
internal static class QuickDrawFixtures
{
    /// <summary>The drawings that every fixture holds.</summary>
    public static Vector2[][][] Drawings { get; } =
    [
        [
            [new(0, 75), new(0, 255), new(200, 255), new(200, 75), new(0, 75)],
            [new(0, 75), new(100, 0), new(200, 75)],
            [new(150, 180), new(150, 180)],
        ],
        [[new(60, 0), new(0, 80), new(60, 160), new(120, 80), new(60, 0)], [new(60, 160), new(60, 255)]],
        [[new(0, 0), new(30, 40), new(60, 0), new(90, 40), new(255, 40)]],
    ];

    public static string?[] Keys { get; } = ["1000000000000001", "1000000000000002", "18446744073709551615"];

    public static string?[] Words { get; } = ["house", "kite, on a string", "house"];

    /// <summary>Any finite coordinates: integers, fractions, the largest, the smallest, and minus zero.</summary>
    public static Gen<float> GenCoordinate { get; } = Gen.OneOf(
        Gen.Int[-300, 300].Select(i => (float)i),
        Gen.Int[-100_000_000, 100_000_000].Select(i => (float)i),
        Gen.Float[-2000, 2000],
        Gen.Single.Where(float.IsFinite),
        Gen.Const(-0f));

    public static Gen<Vector2[][]> GenStrokes { get; } =
        Gen.Select(GenCoordinate, GenCoordinate, (x, y) => new Vector2(x, y)).Array[1, 12].Array[1, 6];

    public static Gen<T> GenAny<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static string PathOf(string name) =>
        Path.Combine(SharedFolder.ProjectRoot, "tests", "RpclPix2Seq.Sketches.Tests", "Fixtures", "QuickDraw", name);

    public static (List<Drawing> Drawings, List<SkippedDrawing> Skipped) Read(
        IDrawingFormat format, string path, DrawingLimits? limits = null)
    {
        List<SkippedDrawing> skipped = [];
        return ([.. format.Read(DrawingFile.At(path, limits), skipped.Add)], skipped);
    }

    public static (List<Drawing> Drawings, List<SkippedDrawing> Skipped) Read(
        IDrawingFormat format, byte[] content, DrawingLimits? limits = null)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("content");
        File.WriteAllBytes(path, content);
        return Read(format, path, limits);
    }

    public static (List<Drawing> Drawings, List<SkippedDrawing> Skipped) ReadText(
        IDrawingFormat format, string text, DrawingLimits? limits = null) =>
        Read(format, Encoding.UTF8.GetBytes(text), limits);

    /// <summary>Bit by bit: minus zero differs from zero.</summary>
    public static void AssertSame(IReadOnlyList<Vector2[]> expected, IReadOnlyList<Vector2[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i].Select(Bits), actual[i].Select(Bits));

        static (uint X, uint Y) Bits(Vector2 p) => (BitConverter.SingleToUInt32Bits(p.X), BitConverter.SingleToUInt32Bits(p.Y));
    }
}
