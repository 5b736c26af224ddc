using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>The layers of a classifier of sketch pictures, all except the last, which has one channel per category.</summary>
/// <param name="Name">Its name on the command line and in files.</param>
/// <param name="Size">Width and height of its pictures, in pixels.</param>
/// <param name="LineWidth">Line width of its pictures, in pixels.</param>
/// <param name="LearningRate">The learning rate that it is trained with.</param>
/// <param name="Layers">The layers; the last one outputs a single pixel, whose channels are the features.</param>
internal sealed record ClassifierShape(string Name, int Size, double LineWidth, double LearningRate, IReadOnlyList<ClassifierLayer> Layers)
{
    private const double MarginShare = 1.0 / 32;

    /// <summary>
    /// Sketch-a-Net (Yu, Yang, Song, Xiang and Hospedales, 2015, table 1) on pictures of one channel: about 8.4 million parameters and 0.6
    /// billion multiplications per sketch.
    /// </summary>
    public static ClassifierShape SketchANet { get; } = new(
        "sketch-a-net", 225, 2, 2e-4,
        [
            new ClassifierLayer(64, 15, Stride: 3, Pools: true),
            new ClassifierLayer(128, 5, Pools: true),
            new ClassifierLayer(256, 3, Padding: 1),
            new ClassifierLayer(256, 3, Padding: 1),
            new ClassifierLayer(256, 3, Padding: 1, Pools: true),
            new ClassifierLayer(512, 7, Drops: true),
            new ClassifierLayer(512, 1, Drops: true),
        ]);

    /// <summary>
    /// The same eight layers on smaller pictures with fewer channels, for CPUs: about 0.2 million parameters and 6 million multiplications
    /// per sketch. Not the paper's classifier.
    /// </summary>
    public static ClassifierShape SketchANetSmall { get; } = new(
        "sketch-a-net-small", 64, 1.5, 1e-3,
        [
            new ClassifierLayer(16, 7, Stride: 2, Pools: true),
            new ClassifierLayer(32, 5, Padding: 2, Pools: true),
            new ClassifierLayer(64, 3, Padding: 1),
            new ClassifierLayer(64, 3, Padding: 1),
            new ClassifierLayer(64, 3, Padding: 1, Pools: true),
            new ClassifierLayer(128, 2, Drops: true),
            new ClassifierLayer(128, 1, Drops: true),
        ]);

    /// <summary>All variants.</summary>
    public static IReadOnlyList<ClassifierShape> All { get; } = [SketchANet, SketchANetSmall];

    /// <summary>The number of features.</summary>
    public int Features => Layers[^1].Channels;

    /// <summary>The variant with the given name, or null.</summary>
    public static ClassifierShape? Find(string name) => All.FirstOrDefault(shape => shape.Name == name);

    /// <summary>How its pictures are drawn.</summary>
    /// <param name="firstRow">What the first row of the sketches means.</param>
    public RasterOptions Pictures(FirstRow firstRow) =>
        new() { Size = Size, LineWidth = LineWidth, Margin = Size * MarginShare, FirstRow = firstRow };
}

/// <summary>
/// A convolution with a bias and a rectifier, optionally followed by 3×3 max pooling of stride 2 or a dropout of one half.
/// </summary>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Width and height of its filters, in pixels.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
/// <param name="Padding">Rows and columns of paper on each side.</param>
/// <param name="Pools">Whether 3×3 max pooling of stride 2 follows.</param>
/// <param name="Drops">Whether half of its output is dropped in training.</param>
internal sealed record ClassifierLayer(int Channels, int Kernel, int Stride = 1, int Padding = 0, bool Pools = false, bool Drops = false)
{
    /// <summary>Width and height of the window of max pooling, and the distance from one to the next, in pixels.</summary>
    public const int PoolKernel = 3, PoolStride = 2;
}
