using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

[LeakCheck]
public sealed class BatchMakerTests
{
    private const float Scale = 20;
    private const int Side = Tiny.Side, Pixels = Side * Side;
    private static readonly ISketchSplit Sketches = Tiny.Data().Train;
    private static readonly int Longest = Enumerable.Range(0, Sketches.Count).Max(Sketches.LengthOf);
    private static readonly ModelConfig Config = Tiny.Config() with { PngTranslateDist = 1, PngRotateAngle = 10 };

    [Fact]
    public void Default_batches_end_one_row_after_their_own_longest_sketch()
    {
        int[] indices = [1, 2, 3];
        int longest = indices.Max(Sketches.LengthOf);
        RawBatch batch = Maker(Config).Make(indices, augment: false);
        Assert.Equal((3, longest + 2, Side), (batch.Size, batch.Rows, batch.ImageSize));
        Assert.Equal((3 * batch.Rows * 5, 3 * Pixels), (batch.Strokes.Length, batch.Images.Length));
        for (int b = 0; b < 3; b++)
        {
            float[] rows = batch.Strokes[(b * batch.Rows * 5)..((b + 1) * batch.Rows * 5)];
            Assert.Equal([0, 0, 1, 0, 0], rows[..5]);
            Assert.Equal([0, 0, 0, 0, 1], rows[^5..]); // D-34
            StrokePoint[] expected =
            [
                .. Sketches[indices[b]].Sketch.Points.ToArray().Select(p => new StrokePoint(p.Dx / Scale, p.Dy / Scale, p.PenUp)),
            ];
            Assert.Equal(expected, Stroke5.ToStroke3(rows, hasStartRow: true));
        }

        Assert.Equal(Longest + 1, Maker(Config.ForReference()).Make(indices, augment: false).Rows);
    }

    [Fact]
    public void Augmentation_depends_on_seed_epoch_and_sketch_alone()
    {
        RawBatch all = Maker(Config).Make([0, 1, 2, 3, 4], augment: true, epoch: 3), one = Maker(Config).Make([2], augment: true, epoch: 3);
        Assert.Equal(one.Images, all.Images[(2 * Pixels)..(3 * Pixels)]);
        Assert.Equal(Stroke5.ToStroke3(one.Strokes, true), Stroke5.ToStroke3(all.Strokes.AsSpan(2 * all.Rows * 5, all.Rows * 5), true));
        Assert.NotEqual(one.Strokes, Maker(Config).Make([2], augment: true, epoch: 4).Strokes);
        Assert.NotEqual(one.Strokes, Maker(Config with { Seed = 9 }).Make([2], augment: true, epoch: 3).Strokes);
        Assert.NotEqual(one.Strokes, Maker(Config).Make([2], augment: false, epoch: 3).Strokes);
    }

    [Fact]
    public void In_default_mode_the_picture_is_that_of_the_augmented_strokes()
    {
        ModelConfig config = Config with { PngScaleRatio = 1, PngTranslateDist = 0, RandomScaleFactor = 0.5 };
        RawBatch batch = Maker(config).Make([0], augment: true);
        StrokePoint[] points =
        [
            .. Stroke5.ToStroke3(batch.Strokes, true).Select(p => new StrokePoint(p.Dx * Scale, p.Dy * Scale, p.PenUp)),
        ];
        float[] ofOriginal = Maker(config).Make([0], augment: false).Images;
        // the last bits of the offsets can change a coverage by one level
        Assert.InRange(Difference(Picture(points, config), batch.Images), 0, 0.02);
        Assert.True(Difference(ofOriginal, batch.Images) > 0.1);
        Assert.Equal(Picture(Sketches[0].Sketch.Points, config), ofOriginal);
    }

    [Fact]
    public void In_reference_mode_the_picture_is_the_originals_shrunk_by_a_pixel()
    {
        ModelConfig config = Tiny.Config().ForReference();
        int side = config.PngWidth;
        float[] plain = Maker(config).Make([0], augment: false).Images, shrunk = Maker(config).Make([0], augment: true).Images;
        Assert.Equal(side * side, shrunk.Length);
        Assert.All(
            Enumerable.Range(0, side), i => Assert.Equal((1f, 1f), (shrunk[((side - 1) * side) + i], shrunk[(i * side) + side - 1])));
        // Area averaging keeps the mean: (n−1)² pixels have the mean of n².
        Assert.Equal(plain.Sum(v => 1 - v) * ((side - 1) * (side - 1)) / (side * side), shrunk.Sum(v => 1 - v), 0.01);
    }

    [Fact]
    public void Shrinking_and_shifting_happen_below_the_pixel()
    {
        // Margins leave room for half a pixel, so no ink is lost and its center moves with the shift.
        ModelConfig config = Config with
        {
            RandomScaleFactor = 0,
            AugmentStrokeProb = 0,
            PngRotateAngle = 0,
            PngScaleRatio = 1,
            PngTranslateDist = 0.5,
        };
        float[] plain = Maker(config).Make([0], augment: false).Images;
        double[] shifts =
        [
            .. Enumerable.Range(0, 8)
                .Select(epoch => MiddleX(Maker(config).Make([0], augment: true, epoch: epoch).Images) - MiddleX(plain)),
        ];
        Assert.All(shifts, shift => Assert.InRange(shift, -0.55, 0.55));
        Assert.True(shifts.Max() - shifts.Min() > 0.2);
    }

    [Fact]
    public void Tensors_have_time_outermost()
    {
        RawBatch raw = Maker(Config).Make([1, 2], augment: false);
        using var scope = NewDisposeScope();
        SketchBatch batch = raw.ToTensors(float64, CPU);
        Assert.Equal([raw.Rows, 2, 5], batch.Strokes.shape);
        Assert.Equal(2, batch.Size);
        for (int t = 0; t < raw.Rows; t++)
            Assert.Equal(
                raw.Strokes[((raw.Rows + t) * 5)..((raw.Rows + t + 1) * 5)].Select(v => (double)v), Tiny.Values(batch.Strokes[t, 1]));
    }

    private static BatchMaker Maker(ModelConfig config) => new(config, Sketches, Scale, Longest);

    private static float[] Picture(ReadOnlySpan<StrokePoint> points, ModelConfig config)
    {
        byte[] pixels = new byte[Pixels];
        new Rasterizer(config.PictureOptions()).Draw(points, pixels);
        return [.. pixels.Select(p => (float)((p / 255.0 * 2) - 1))];
    }

    private static double Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static double MiddleX(float[] image) =>
        Enumerable.Range(0, Pixels).Sum(i => (1 - image[i]) * (i % Side)) / image.Sum(v => 1 - v);
}
