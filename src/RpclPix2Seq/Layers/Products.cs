using static TorchSharp.torch;

namespace RpclPix2Seq.Layers;

/// <summary>Matrix products in one operator.</summary>
internal static class Products
{
    /// <summary>addend + a·b, where the addend [P] or [N, P] is broadcast over the rows.</summary>
    public static Tensor AddProduct(Tensor addend, Tensor a, Tensor b) => addmm(addend, a, b, 1, 1);
}
