using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Lets autograd record a whole <see cref="IDifferentiableKernel"/> as one operation.</summary>
internal sealed class KernelFunction : autograd.MultiTensorFunction<KernelFunction>
{
    private const string Kernel = "kernel";

    public override string Name => nameof(KernelFunction);

    /// <summary>Runs <paramref name="kernel"/>, recorded if gradients are on and an input wants one.</summary>
    public static IReadOnlyList<Tensor> Run(IDifferentiableKernel kernel)
    {
        if (!is_grad_enabled() || !kernel.Inputs.Any(input => input.requires_grad))
            return kernel.Forward(keep: false);
        return apply([kernel, .. kernel.Inputs]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        IDifferentiableKernel kernel = (IDifferentiableKernel)vars[0];
        ctx.save_data(Kernel, kernel);
        return [.. kernel.Forward(keep: true)];
    }

    /// <inheritdoc/>
    /// <remarks>The kernel itself stands among the arguments and has no gradient.</remarks>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using HoldingScope scope = HoldingScope.Begin();
        return [null!, .. ((IDifferentiableKernel)ctx.get_data(Kernel)).Backward(grad_outputs)];
    }
}

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
