using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// The numbers of a tensor of any type, shape and device, in row-major order, copied to an array. No tensors are left behind.
/// </summary>
internal static class TensorValues
{
    /// <summary>In single precision.</summary>
    public static float[] Floats(this Tensor tensor)
    {
        using IDisposable scope = NewDisposeScope();
        return tensor.to(float32).cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>In double precision.</summary>
    public static double[] Doubles(this Tensor tensor)
    {
        using IDisposable scope = NewDisposeScope();
        return tensor.to(float64).cpu().contiguous().data<double>().ToArray();
    }
}
