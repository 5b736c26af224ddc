using RpclPix2Seq.Torch.Native;
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

    /// <summary>Copies them, in single precision, without an array in between; returns how many they are.</summary>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public static unsafe int CopyTo(this Tensor tensor, Span<float> target)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor plain = tensor.to(float32).cpu().contiguous();
        TensorNumbers<float> numbers = TensorMemory.Floats(plain);
        new ReadOnlySpan<float>(numbers.First, (int)plain.numel()).CopyTo(target);
        numbers.KeepAlive();
        return (int)plain.numel();
    }

    /// <summary>Replaces the numbers of a contiguous float32 tensor on the processor.</summary>
    /// <exception cref="ArgumentException">It is another one, or has another number of them.</exception>
    public static unsafe void CopyFrom(this Tensor tensor, ReadOnlySpan<float> source)
    {
        if (source.Length != tensor.numel())
            throw new ArgumentException($"{tensor.numel()} numbers are needed, not {source.Length}", nameof(source));
        TensorNumbers<float> numbers = TensorMemory.Floats(tensor);
        source.CopyTo(new Span<float>(numbers.First, source.Length));
        numbers.KeepAlive();
    }
}
