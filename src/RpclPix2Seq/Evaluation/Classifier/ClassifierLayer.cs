namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>A convolution with a bias, a rectifier, and perhaps a 3×3 maximum of stride 2 or a dropout of one half after it.</summary>
/// <param name="Channels">Channels it puts out.</param>
/// <param name="Kernel">Pixels a side of its filters.</param>
/// <param name="Stride">Pixels from one place to the next.</param>
/// <param name="Padding">Rows and columns of paper on each side.</param>
/// <param name="Pools">Whether a 3×3 maximum of stride 2 follows.</param>
/// <param name="Drops">Whether half of what it puts out is dropped in training.</param>
public sealed record ClassifierLayer(int Channels, int Kernel, int Stride = 1, int Padding = 0, bool Pools = false, bool Drops = false)
{
    private const int PoolKernel = 3, PoolStride = 2;

    /// <summary>Pixels a side of what comes out.</summary>
    /// <param name="size">Pixels a side of what goes in.</param>
    public int OutputSize(int size)
    {
        int convolved = ((size + (2 * Padding) - Kernel) / Stride) + 1;
        return Pools ? ((convolved - PoolKernel) / PoolStride) + 1 : convolved;
    }
}
