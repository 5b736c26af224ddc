using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>A fully connected layer y = x·W + b with W [in, out] (docs/original.md §3).</summary>
internal sealed class Linear
{
    private readonly ParameterStore _parameters;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public Linear(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs)
    {
        _parameters = parameters;
        _weight = parameters.Add($"{scope}/linear/fc_w", initializer.Linear(inputs, outputs));
        _bias = parameters.Add($"{scope}/linear/fc_b", Initializer.Constant(0, outputs));
    }

    /// <summary>W [in, out].</summary>
    public Tensor Weight => _weight;

    /// <summary>b [out].</summary>
    public Tensor Bias => _bias;

    /// <summary>[N, in] → [N, out].</summary>
    public Tensor Forward(Tensor x) => _parameters.Engine == ProductEngine.Rounded && HostKernels.Support(x)
        ? KernelFunction.Run(new LinearKernel(x, _weight, _bias))[0]
        : Products.AddProduct(_bias, x, _parameters.Operand(_weight));
}

/// <summary>
/// Matrix products with a weight as <see cref="ParameterStore.Operand"/> gives it: if it is less precise than the other factor, the product
/// is computed in the weight's type and converted back to the other's.
/// </summary>
internal static class Products
{
    /// <summary>a·b: [N, K] · [K, P] → [N, P].</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => a.dtype == b.dtype ? mm(a, b) : mm(a.to(b.dtype), b).to(a.dtype);

    /// <summary>a·b, a batch of products: [n, N, K] · [n, K, P] → [n, N, P].</summary>
    public static Tensor MultiplyBatch(Tensor a, Tensor b) => a.dtype == b.dtype ? bmm(a, b) : bmm(a.to(b.dtype), b).to(a.dtype);

    /// <summary>addend + a·b, where the addend [P] or [N, P] is broadcast over the rows.</summary>
    public static Tensor AddProduct(Tensor addend, Tensor a, Tensor b) => a.dtype == b.dtype
        ? addmm(addend, a, b, 1, 1)
        : addend.Plus(Multiply(a, b));
}
