using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>A batch in plain arrays.</summary>
/// <param name="Strokes">Stroke-5 rows [B, T+1, 5] in units of the stroke scale.</param>
/// <param name="Images">Pictures [B, W, W], white = +1, ink = −1.</param>
/// <param name="Size">B.</param>
/// <param name="Rows">T+1.</param>
/// <param name="ImageSize">W in pixels.</param>
public sealed record RawBatch(float[] Strokes, float[] Images, int Size, int Rows, int ImageSize)
{
    /// <summary>The batch as tensors on a device, strokes with time outermost.</summary>
    public SketchBatch ToTensors(ScalarType type, Device device)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor strokes = tensor(Strokes, [Size, Rows, 5]).transpose(0, 1).to(type).to(device).contiguous();
        Tensor images = tensor(Images, [Size, ImageSize, ImageSize]).to(type).to(device);
        return new SketchBatch(strokes.MoveToOuterDisposeScope(), images.MoveToOuterDisposeScope());
    }
}
