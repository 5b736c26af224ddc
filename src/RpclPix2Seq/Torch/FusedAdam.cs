using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Adam by torch's fused operator. It computes lr/(1−β1ⁿ)·m/(√u/√(1−β2ⁿ) + ε′); with ε′ = ε/√(1−β2ⁿ), multiplied through by √(1−β2ⁿ), that is
/// TensorFlow's form to the last rounding.
/// </summary>
internal sealed class FusedAdam : IAdamKernel
{
    public void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments, IReadOnlyList<Tensor> secondMoments,
        long step, double rate, double beta1, double beta2, double epsilon)
    {
        AdamKernels.Check(parameters, gradients, firstMoments, secondMoments, step);
        if (parameters.Count == 0)
            return;
        using IDisposable noGradient = no_grad();
        // float32 counts exactly to 2^24; long before that both corrections are 1.
        using Tensor count = tensor((float)Math.Min(step, 1L << 24));
        AtenDispatcher.FusedAdam(
            parameters, gradients, firstMoments, secondMoments, count, rate, beta1, beta2, epsilon / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }
}
