using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>A batch of sketches as the model takes it.</summary>
/// <param name="Strokes">Stroke-5 rows [T+1, B, 5], time outermost, the start row first.</param>
/// <param name="Images">The sketches' pictures [B, W, W], white = +1, ink = −1.</param>
public sealed record SketchBatch(Tensor Strokes, Tensor Images) : IDisposable
{
    /// <summary>B.</summary>
    public long Size => Images.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Strokes.Dispose();
        Images.Dispose();
    }
}
