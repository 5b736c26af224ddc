using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>Chooses an <see cref="IAdamKernel"/> and checks its arguments.</summary>
internal static class AdamKernels
{
    /// <summary>The plain implementation in tensor operators: runs anywhere, shows the formula.</summary>
    public static IAdamKernel Reference { get; } = new ReferenceAdam();

    /// <summary>The one-pass implementation: CPU only.</summary>
    public static IAdamKernel Fused { get; } = new FusedAdam();

    /// <summary>The fastest one that runs on <paramref name="device"/>.</summary>
    public static IAdamKernel For(Device device) => device.type == DeviceType.CPU ? Fused : Reference;

    /// <summary>Throws unless the lists match entry by entry. The fused operator walks raw memory and would corrupt it otherwise.</summary>
    internal static void Check(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        if (gradients.Count != parameters.Count || firstMoments.Count != parameters.Count || secondMoments.Count != parameters.Count)
            throw new ArgumentException($"{parameters.Count} parameters, {gradients.Count} gradients, {firstMoments.Count} and "
                + $"{secondMoments.Count} moments: the counts must be equal.");
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
                $"Entry {index}: {role} is {other.dtype} [{string.Join(",", other.shape)}] on {other.device_type}, the parameter "
                + $"{parameter.dtype} [{string.Join(",", shape)}] on {parameter.device_type}.");
        }

        if (!other.is_contiguous())
            throw new ArgumentException($"Entry {index}: the {role} is not contiguous in memory.");
    }
}

/// <summary>
/// One step of Adam in TensorFlow's form (docs/original.md §9), in place on lists of tensors. With n the step and β1ⁿ, β2ⁿ powers: m ← β1·m
/// + (1−β1)g; u ← β2·u + (1−β2)g²; θ ← θ − lr·√(1−β2ⁿ)/(1−β1ⁿ)·m/(√u + ε). ε is added to the root before bias correction; torch's own
/// optimizer differs in this.
/// </summary>
internal interface IAdamKernel
{
    /// <summary>
    /// Updates <paramref name="parameters"/>, <paramref name="firstMoments"/> and <paramref name="secondMoments"/>. Nothing is recorded for
    /// autograd.
    /// </summary>
    /// <param name="parameters">θ: contiguous, floating-point.</param>
    /// <param name="gradients">g: the same number of tensors, of the same shapes and type; not changed.</param>
    /// <param name="firstMoments">m: likewise, contiguous; zeros before step 1.</param>
    /// <param name="secondMoments">u: likewise, contiguous; zeros before step 1.</param>
    /// <param name="step">n, counted from 1.</param>
    /// <param name="rate">lr &gt; 0.</param>
    /// <param name="beta1">β1 in [0, 1).</param>
    /// <param name="beta2">β2 in [0, 1).</param>
    /// <param name="epsilon">ε &gt; 0.</param>
    /// <exception cref="ArgumentException">The lists do not match.</exception>
    void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments,
        long step, double rate, double beta1, double beta2, double epsilon);
}

/// <summary>Adam written as its formula, one tensor operator per term.</summary>
internal sealed class ReferenceAdam : IAdamKernel
{
    public void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments,
        long step, double rate, double beta1, double beta2, double epsilon)
    {
        AdamKernels.Check(parameters, gradients, firstMoments, secondMoments, step);
        using IDisposable noGradient = no_grad();
        using Scalar decay1 = beta1.ToScalar(), share1 = (1 - beta1).ToScalar(), decay2 = beta2.ToScalar(), share2 = (1 - beta2).ToScalar();
        using Scalar minusRate = (-rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step))).ToScalar();
        for (int i = 0; i < parameters.Count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor g = gradients[i], m = firstMoments[i], u = secondMoments[i];
            m.mul_(decay1).add_(g, share1);
            u.mul_(decay2).addcmul_(g, g, share2);
            Tensor denominator = u.sqrt().PlusInPlace(epsilon);
            parameters[i].addcdiv_(m, denominator, minusRate);
        }
    }
}

/// <summary>
/// Adam with torch's fused operator. It computes lr/(1−β1ⁿ)·m/(√u/√(1−β2ⁿ) + ε′); with ε′ = ε/√(1−β2ⁿ), multiplied through by √(1−β2ⁿ),
/// this is TensorFlow's form up to the last rounding.
/// </summary>
internal sealed class FusedAdam : IAdamKernel
{
    public void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments,
        long step, double rate, double beta1, double beta2, double epsilon)
    {
        AdamKernels.Check(parameters, gradients, firstMoments, secondMoments, step);
        if (parameters.Count == 0)
            return;
        using IDisposable noGradient = no_grad();
        // float32 counts exactly up to 2^24; long before that, both corrections are 1.
        using Tensor count = tensor((float)Math.Min(step, 1L << 24));
        AtenDispatcher.FusedAdam(
            parameters, gradients, firstMoments, secondMoments, count, rate, beta1, beta2, epsilon / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }
}
