using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Lets autograd record an entire <see cref="IDifferentiableKernel"/> as one operation.</summary>
internal sealed class KernelFunction : autograd.MultiTensorFunction<KernelFunction>
{
    private const string Kernel = "kernel", Gradients = "gradients";

    public override string Name => nameof(KernelFunction);

    /// <summary>Runs <paramref name="kernel"/>, recorded if gradients are enabled and an input requires one.</summary>
    public static IReadOnlyList<Tensor> Run(IDifferentiableKernel kernel)
    {
        if (!is_grad_enabled() || !kernel.Inputs.Any(input => input.requires_grad))
        {
            IReadOnlyList<Tensor> outputs = kernel.Forward(keep: false);
            GC.KeepAlive(kernel);
            return outputs;
        }

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
    /// <remarks>
    /// The kernel itself is one of the arguments and has no gradient. TorchSharp gives libtorch the bare pointers of what is returned, so
    /// the context holds it until the graph goes.
    /// </remarks>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using HoldingScope scope = HoldingScope.Begin(grad_outputs);
        List<Tensor> gradients = [null!, .. ((IDifferentiableKernel)ctx.get_data(Kernel)).Backward(grad_outputs)];
        ctx.save_data(Gradients, gradients);
        return gradients;
    }
}

/// <summary>A function of tensors with a gradient written by hand. For one forward pass and at most one backward pass.</summary>
internal interface IDifferentiableKernel
{
    /// <summary>The inputs of the function: the tensors for which <see cref="Backward"/> gives gradients.</summary>
    IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>Computes the outputs.</summary>
    /// <param name="keep">Whether <see cref="Backward"/> will be called, so that its data is kept.</param>
    Tensor[] Forward(bool keep);

    /// <summary>The gradients of <see cref="Inputs"/>, in the same order.</summary>
    /// <param name="gradients">Those of the outputs.</param>
    Tensor[] Backward(IReadOnlyList<Tensor> gradients);
}
