using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Makes batches from sketches: strokes and pictures, augmented in training. In default mode a picture is drawn from the augmented strokes,
/// so that the two stay a pair (defects D-15, D-31), and a batch is padded to its own longest sketch plus one end row (D-34). In reference
/// mode the picture shows the strokes without augmentation and every batch is as long as the dataset's longest sketch. The random draws for
/// a sketch depend only on the seed, the epoch and the sketch. Not thread-safe.
/// </summary>
internal sealed class BatchMaker
{
    private readonly ModelConfig _config;
    private readonly ISketchSplit _sketches;
    private readonly float _strokeScale;
    private readonly int _longest;
    private readonly bool _reference;
    private readonly RasterOptions _rasterOptions;
    private readonly Rasterizer _rasterizer;
    private readonly StrokeAugmentation _augmentation;
    private readonly byte[] _pixels;
    private readonly float[] _picture;

    /// <param name="config">Augmentation, picture size, compatibility, seed.</param>
    /// <param name="sketches">The split to make batches from, in data units.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes.</param>
    /// <param name="longest">Rows of the longest sketch of the whole dataset.</param>
    public BatchMaker(ModelConfig config, ISketchSplit sketches, float strokeScale, int longest)
    {
        _config = config;
        _sketches = sketches;
        _strokeScale = strokeScale;
        _longest = longest;
        _reference = config.Compat == Compatibility.Reference;
        _rasterOptions = config.PictureOptions();
        _rasterizer = new Rasterizer(_rasterOptions);
        _augmentation = new StrokeAugmentation
        {
            ScaleFactor = config.RandomScaleFactor,
            DropProbability = config.AugmentStrokeProb,
            RotationDegrees = _reference ? 0 : config.PngRotateAngle,
        };
        _pixels = new byte[config.PngWidth * config.PngWidth];
        _picture = new float[_pixels.Length];
    }

    /// <summary>Makes one batch.</summary>
    /// <param name="indices">Positions of the sketches in the split.</param>
    /// <param name="augment">Whether to augment, as in training.</param>
    /// <param name="epoch">The epoch; part of the key of the random draws.</param>
    /// <param name="attempt">How often the epoch was started over; also part of the key.</param>
    public RawBatch Make(ReadOnlySpan<int> indices, bool augment, long epoch = 0, long attempt = 0)
    {
        var strokes = new StrokePoint[indices.Length][];
        float[] images = new float[indices.Length * _pixels.Length];
        long[] categories = new long[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            LabeledSketch sketch = _sketches[indices[i]];
            categories[i] = sketch.Category;
            ReadOnlySpan<StrokePoint> original = sketch.Sketch.Points;
            CounterRandom random = new(RandomPurpose.Augmentation, _config.Seed, epoch, attempt, indices[i]);
            strokes[i] = augment ? Augment(original, ref random) : original.ToArray();
            Draw(_reference ? original : strokes[i], augment, ref random, images.AsSpan(i * _pixels.Length, _pixels.Length));
        }

        int steps = _reference ? _longest : strokes.Max(s => s.Length) + 1;
        int size = Stroke5.SizeOf(steps);
        float[] rows = new float[indices.Length * size];
        for (int i = 0; i < strokes.Length; i++)
        {
            Span<StrokePoint> points = strokes[i];
            foreach (ref StrokePoint point in points)
                point = point with { Dx = point.Dx / _strokeScale, Dy = point.Dy / _strokeScale };
            Stroke5.Write(points, steps, rows.AsSpan(i * size, size));
        }

        return new RawBatch(rows, images, categories, steps + 1, _config.PngWidth);
    }

    private StrokePoint[] Augment(ReadOnlySpan<StrokePoint> points, ref CounterRandom random)
    {
        var augmented = new StrokePoint[points.Length];
        int length = _augmentation.Apply(points, ref random, augmented);
        return augmented[..length];
    }

    /// <summary>
    /// Draws a picture. When augmenting, it is shrunk by a random ratio and, in default mode, shifted with subpixel precision.
    /// </summary>
    private void Draw(ReadOnlySpan<StrokePoint> points, bool augment, ref CounterRandom random, Span<float> image)
    {
        RasterFrame frame = RasterFrame.Fit(points, _rasterOptions);
        double ratio = augment ? random.NextDouble(_config.PngScaleRatio, 1) : 1;
        if (augment && !_reference)
        {
            double center = _config.PngWidth / 2.0;
            double shiftX = random.NextDouble(-_config.PngTranslateDist, _config.PngTranslateDist);
            double shiftY = random.NextDouble(-_config.PngTranslateDist, _config.PngTranslateDist);
            frame = new RasterFrame(
                frame.Scale * ratio, center + ((frame.StartX - center) * ratio) + shiftX,
                center + ((frame.StartY - center) * ratio) + shiftY);
        }

        _rasterizer.Draw(points, frame, _pixels);
        Span<float> target = augment && _reference ? _picture : image;
        for (int i = 0; i < _pixels.Length; i++)
            target[i] = (float)((_pixels[i] / 255.0 * 2) - 1);
        if (augment && _reference)
            ReferenceShrink.Apply(_picture, _config.PngWidth, ratio, image);
    }
}

/// <summary>A batch in plain arrays.</summary>
/// <param name="Strokes">Stroke-5 rows [B, T+1, 5] in units of the stroke scale.</param>
/// <param name="Images">Pictures [B, W, W], white = +1, ink = −1.</param>
/// <param name="Categories">The number of each sketch's category [B].</param>
/// <param name="Rows">T+1.</param>
/// <param name="ImageSize">W in pixels.</param>
internal sealed record RawBatch(float[] Strokes, float[] Images, long[] Categories, int Rows, int ImageSize)
{
    /// <summary>B.</summary>
    public int Size => Categories.Length;

    /// <summary>The batch as tensors on a device, strokes with time outermost.</summary>
    public SketchBatch ToTensors(ScalarType type, Device device)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor strokes = tensor(Strokes, [Size, Rows, 5]).transpose(0, 1).to(type).to(device).contiguous();
        Tensor images = tensor(Images, [Size, ImageSize, ImageSize]).to(type).to(device);
        Tensor categories = tensor(Categories, int64).to(device);
        return new SketchBatch(
            strokes.MoveToOuterDisposeScope(), images.MoveToOuterDisposeScope(), categories.MoveToOuterDisposeScope());
    }
}
