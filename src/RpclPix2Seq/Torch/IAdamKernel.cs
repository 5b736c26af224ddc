using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// One step of Adam in TensorFlow's form (specification §9), in place on lists of tensors. With n the step, β1ⁿ and β2ⁿ powers:
/// m ← β1·m + (1−β1)g; u ← β2·u + (1−β2)g²; θ ← θ − lr·√(1−β2ⁿ)/(1−β1ⁿ)·m/(√u + ε).
/// ε is added to the root that is not bias-corrected, which is where torch's own optimiser differs.
/// </summary>
public interface IAdamKernel
{
    /// <summary>Updates <paramref name="parameters"/>, <paramref name="firstMoments"/> and <paramref name="secondMoments"/>. Nothing is recorded for autograd.</summary>
    /// <param name="parameters">θ: contiguous, floating-point.</param>
    /// <param name="gradients">g: as many, of the same shapes and type; not changed.</param>
    /// <param name="firstMoments">m: likewise, contiguous; zeros before step 1.</param>
    /// <param name="secondMoments">u: likewise, contiguous; zeros before step 1.</param>
    /// <param name="step">n, counted from 1.</param>
    /// <param name="rate">lr &gt; 0.</param>
    /// <param name="beta1">β1 in [0, 1).</param>
    /// <param name="beta2">β2 in [0, 1).</param>
    /// <param name="epsilon">ε &gt; 0.</param>
    /// <exception cref="ArgumentException">The lists do not match.</exception>
    void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments, IReadOnlyList<Tensor> secondMoments,
        long step, double rate, double beta1, double beta2, double epsilon);
}
