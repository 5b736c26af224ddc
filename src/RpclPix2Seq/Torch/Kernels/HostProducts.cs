using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Large products on all of libtorch's threads, by <see cref="TiledProduct"/> where that is faster.</summary>
internal static unsafe class HostProducts
{
    /// <summary>With fewer results per column, packing B costs more than it saves.</summary>
    private const int FewestRows = 16;

    /// <summary>Aᵀ·B [M, N]: the contributions of K rows to a weight, summed.</summary>
    /// <param name="a">A [K, M], float32 in CPU memory; its rows need not be adjacent.</param>
    /// <param name="b">B [K, N], likewise.</param>
    public static Tensor TransposedProduct(Tensor a, Tensor b) => TiledProduct.IsFaster && a.shape[1] >= FewestRows
        ? Tiled(a, b)
        : mm(a.t(), b);

    /// <summary>The same with <see cref="TiledProduct"/>: each thread has its columns of B, and packs a block of them at a time.</summary>
    internal static Tensor Tiled(Tensor a, Tensor b)
    {
        int m = (int)a.shape[1], n = (int)b.shape[1], inner = (int)a.shape[0];
        Tensor result = zeros(m, n, float32);
        int panels = (n + TiledProduct.PanelWidth - 1) / TiledProduct.PanelWidth;
        int parts = Math.Clamp(ThreadTeam.Size, 1, panels), partColumns = (panels + parts - 1) / parts * TiledProduct.PanelWidth;
        Tensor packed = empty(parts, partColumns * TiledProduct.Depth, float32);
        TensorNumbers<float> left = TensorMemory.Rows(a, out long strideA), right = TensorMemory.Rows(b, out long strideB);
        TensorNumbers<float> c = TensorMemory.Floats(result), packs = TensorMemory.Floats(packed);
        ThreadTeam.Run(parts, part =>
        {
            int first = part * partColumns, columns = Math.Min(partColumns, n - first);
            float* pack = packs + ((long)part * partColumns * TiledProduct.Depth);
            for (int k = 0; k < inner && columns > 0; k += TiledProduct.Depth)
            {
                int depth = Math.Min(TiledProduct.Depth, inner - k);
                TiledProduct.Pack(false, columns, depth, right + (k * strideB) + first, strideB, pack);
                TiledProduct.Multiply(m, columns, depth, left + (k * strideA), 1, strideA, pack, k > 0, c + first, n);
            }
        });
        packed.Dispose();
        return result;
    }
}

/// <summary>Where kernels that work on raw memory can run.</summary>
internal static class HostKernels
{
    /// <summary>
    /// Whether this machine and this libtorch have what the kernels need: vectors, the library's products, its threads, and access to its
    /// tensors' memory.
    /// </summary>
    public static bool AreAvailable =>
        Vector256.IsHardwareAccelerated && Blas.IsAvailable && ThreadTeam.IsAvailable && TensorMemory.IsAvailable;

    /// <summary>Whether the kernels can work on a tensor: single precision in CPU memory.</summary>
    public static bool Serve(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && AreAvailable;

    /// <summary>The exception for a case where the kernels are required but do not apply.</summary>
    /// <param name="what">What they do not support.</param>
    public static InputException Refused(string what) =>
        new("kernels", "", "a model and a machine that the fused kernels support", $"kernels=fused, and they do not support {what}",
            "set kernels=automatic");
}
