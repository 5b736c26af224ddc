using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>Chooses an <see cref="IAdamKernel"/> and checks what it is given.</summary>
public static class AdamKernels
{
    /// <summary>The plain implementation in tensor operators: runs anywhere, shows the formula.</summary>
    public static IAdamKernel Reference { get; } = new ReferenceAdam();

    /// <summary>The one-pass implementation: processor only.</summary>
    public static IAdamKernel Fused { get; } = new FusedAdam();

    /// <summary>The faster one of those that run on <paramref name="device"/>.</summary>
    public static IAdamKernel For(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CPU ? Fused : Reference;
    }

    /// <summary>
    /// Throws unless the lists match entry by entry. The fused operator walks raw memory and would corrupt it otherwise.
    /// </summary>
    internal static void Check(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments, IReadOnlyList<Tensor> secondMoments, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        if (gradients.Count != parameters.Count || firstMoments.Count != parameters.Count || secondMoments.Count != parameters.Count)
            throw new ArgumentException($"{parameters.Count} parameters, {gradients.Count} gradients, {firstMoments.Count} and {secondMoments.Count} moments: the counts must be equal.");
        for (int i = 0; i < parameters.Count; i++)
        {
            Tensor parameter = parameters[i];
            long[] shape = parameter.shape;
            if (!parameter.is_contiguous())
                throw new ArgumentException($"Entry {i}: the parameter is not contiguous in memory.");
            CheckOne(i, parameter, shape, gradients[i], "gradient");
            CheckOne(i, parameter, shape, firstMoments[i], "first moment");
            CheckOne(i, parameter, shape, secondMoments[i], "second moment");
        }
    }

    private static void CheckOne(int index, Tensor parameter, long[] shape, Tensor other, string role)
    {
        if (other.dtype != parameter.dtype || other.device_type != parameter.device_type || !other.shape.AsSpan().SequenceEqual(shape))
        {
            throw new ArgumentException(
                $"Entry {index}: {role} is {other.dtype} [{string.Join(",", other.shape)}] on {other.device_type}, the parameter {parameter.dtype} [{string.Join(",", shape)}] on {parameter.device_type}.");
        }

        if (!other.is_contiguous())
            throw new ArgumentException($"Entry {index}: the {role} is not contiguous in memory.");
    }
}
