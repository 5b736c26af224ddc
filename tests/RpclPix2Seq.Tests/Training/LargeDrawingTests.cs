using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Tests.Training;

/// <summary>
/// Faces drawn in the pixels of a tablet, in which the lifted pen moves more than 1000 at a time, are trained on as drawn.
/// </summary>
public sealed class LargeDrawingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // 2732 × 2048 pixels, then about 20,000, where whole numbers no longer fit in 16 bits.
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(9.5, false)]
    [InlineData(9.5, true)]
    public void Rows_and_pictures_are_those_of_the_drawing(double size, bool imported)
    {
        Sketch[] drawn = [.. Enumerable.Range(0, 4).Select(i => Face(size, i))];
        Assert.True(drawn[0].Points.ToArray().Max(point => Math.Abs(point.Dx)) > 1000);
        ModelConfig config = Tiny.Config() with { Categories = ["face"] };
        string data = Write(drawn, imported);
        AssertTrainedAs(drawn, config, data);

        // The original clamps, and so does reference mode; the picture then shows the clamped drawing, too.
        ModelConfig reference = config.ForReference();
        AssertTrainedAs(
            [.. drawn.Select(
                sketch =>
                    sketch.Map(p => p with { Dx = Math.Clamp(p.Dx, -1000, 1000), Dy = Math.Clamp(p.Dy, -1000, 1000) }))], reference, data);
    }

    private static void AssertTrainedAs(Sketch[] expected, ModelConfig config, string folder)
    {
        SketchDataset data = SketchDataset.Read(folder, config.Categories, config.NumPerCategory, config.MaxSeqLen, config.LargestOffset());
        float scale = OffsetSums.Of(data.Train).ToScale("the training split");
        OffsetSums sums = OffsetSums.Of(new MemorySplit([.. expected.Select((sketch, i) => new LabeledSketch(sketch, 0, i))]));
        Assert.Equal(sums.ToScale("expected"), scale);
        RawBatch batch = new BatchMaker(config, data.Train, scale, data.Longest).Make([0, 1, 2, 3], augment: false);
        RasterOptions pictures = config.PictureOptions();
        byte[] pixels = new byte[pictures.Size * pictures.Size];
        for (int i = 0; i < expected.Length; i++)
        {
            StrokePoint[] rows = [.. expected[i].Points.ToArray().Select(p => new StrokePoint(p.Dx / scale, p.Dy / scale, p.PenUp))];
            Assert.Equal(rows, Stroke5.ToStroke3(batch.Strokes.AsSpan(i * batch.Rows * 5, batch.Rows * 5), hasStartRow: true));
            new Rasterizer(pictures).Draw(expected[i].Points, pixels);
            Assert.Equal(pixels.Select(p => (float)((p / 255.0 * 2) - 1)), batch.Images[(i * pixels.Length)..((i + 1) * pixels.Length)]);
        }
    }

    private string Write(Sketch[] drawn, bool imported)
    {
        string file = _folder.File("face.npz");
        SketchNpz.Write(file, new SketchSplits(drawn, [drawn[0]], [drawn[1]]));
        if (!imported)
            return _folder.Path;
        new DatasetImporter(new ImportOptions()).Import([file], _folder.File("data"));
        return _folder.File("data");
    }

    /// <summary>An outline and two eyes in integer pixels, slightly different each time.</summary>
    private static Sketch Face(double size, int number)
    {
        List<StrokePoint> rows = [];
        (int x, int y) = (0, 0);
        foreach ((double centerX, double centerY, double radius, int points) in ((double, double, double, int)[])[(1366, 1024, 900, 24),
            (700, 800, 80, 8), (2000, 800, 80, 8)])
        {
            for (int k = 0; k <= points; k++)
            {
                double angle = 2 * Math.PI * k / points;
                int toX = (int)(size * (centerX + (7 * number) + (radius * Math.Cos(angle)))),
                    toY = (int)(size * (centerY + (radius * Math.Sin(angle))));
                rows.Add(new StrokePoint(toX - x, toY - y, k == points));
                (x, y) = (toX, toY);
            }
        }

        return new Sketch([.. rows]);
    }
}
