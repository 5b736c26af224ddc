using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>A function of tensors with a gradient written by hand. Serves once forward and at most once backward.</summary>
internal interface IDifferentiableKernel
{
    /// <summary>What the function depends on: the tensors that <see cref="Backward"/> gives gradients of.</summary>
    IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>Computes the outputs.</summary>
    /// <param name="keep">Whether <see cref="Backward"/> will be asked for, so that what it needs is kept.</param>
    Tensor[] Forward(bool keep);

    /// <summary>The gradients of <see cref="Inputs"/>, in their order.</summary>
    /// <param name="gradients">Those of the outputs.</param>
    Tensor[] Backward(IReadOnlyList<Tensor> gradients);
}
