using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>Adam as its formula reads, one tensor operator a term.</summary>
internal sealed class ReferenceAdam : IAdamKernel
{
    public void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments, IReadOnlyList<Tensor> secondMoments,
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
