using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// Matrix products with a weight as <see cref="ParameterStore.Operand"/> gives it: where that is less precise than the other factor, the product is
/// computed in the weight's type and comes back in the other's.
/// </summary>
internal static class Products
{
    /// <summary>a·b: [N, K] · [K, P] → [N, P].</summary>
    public static Tensor Multiply(Tensor a, Tensor b) => a.dtype == b.dtype ? mm(a, b) : mm(a.to(b.dtype), b).to(a.dtype);

    /// <summary>a·b, a batch of products: [n, N, K] · [n, K, P] → [n, N, P].</summary>
    public static Tensor MultiplyBatch(Tensor a, Tensor b) => a.dtype == b.dtype ? bmm(a, b) : bmm(a.to(b.dtype), b).to(a.dtype);

    /// <summary>addend + a·b, where the addend [P] or [N, P] is broadcast over the rows.</summary>
    public static Tensor AddProduct(Tensor addend, Tensor a, Tensor b) => a.dtype == b.dtype ? addmm(addend, a, b, 1, 1) : addend.Plus(Multiply(a, b));
}
