using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Large products on all of libtorch's threads.</summary>
internal static unsafe class HostProducts
{
    /// <summary>With fewer results per column, packing B costs more than it saves.</summary>
    private const int FewestRows = 16;

    /// <summary>The faster engine for products in single precision: a property of the processor.</summary>
    public static ProductEngine SinglePrecision => TiledProduct.IsFaster ? ProductEngine.Tiled : ProductEngine.Library;

    /// <summary>Aᵀ·B [M, N]: the contributions of K rows to a weight, summed.</summary>
    /// <param name="engine">Who computes it; libtorch's library where M is small.</param>
    /// <param name="a">A [K, M], float32 in CPU memory; its rows need not be adjacent.</param>
    /// <param name="b">B [K, N], likewise.</param>
    public static Tensor TransposedProduct(ProductEngine engine, Tensor a, Tensor b) =>
        engine == ProductEngine.Library || a.shape[1] < FewestRows ? mm(a.t(), b) : ByColumns(engine, a, b);

    /// <summary>The same by an engine of our own, whatever M: each thread has its columns of B.</summary>
    internal static Tensor ByColumns(ProductEngine engine, Tensor a, Tensor b)
    {
        int m = (int)a.shape[1], n = (int)b.shape[1], inner = (int)a.shape[0];
        bool rounded = engine == ProductEngine.Rounded;
        int panelWidth = rounded ? RoundedProduct.PanelWidth : TiledProduct.PanelWidth, panels = (n + panelWidth - 1) / panelWidth;
        int parts = Math.Clamp(ThreadTeam.Size, 1, panels), partColumns = (panels + parts - 1) / parts * panelWidth;
        long scratchLength = rounded ? RoundedProduct.ScratchLength(m) : (long)partColumns * TiledProduct.Depth;
        Tensor result = zeros(m, n, float32), scratchMemory = empty(parts, scratchLength, float32);
        TensorNumbers<float> left = TensorMemory.Rows(a, out long strideA), right = TensorMemory.Rows(b, out long strideB);
        TensorNumbers<float> c = TensorMemory.Floats(result), scratches = TensorMemory.Floats(scratchMemory);
        ThreadTeam.Run(parts, part =>
        {
            int first = part * partColumns, columns = Math.Min(partColumns, n - first);
            float* scratch = scratches + (part * scratchLength);
            if (columns > 0 && rounded)
                RoundedProduct.MultiplyTransposed(
                    m, columns, inner, left.First, strideA, right + first, strideB, false, c + first, n, (uint*)scratch);
            else if (columns > 0)
                TiledProduct.MultiplyTransposed(m, columns, inner, left.First, strideA, right + first, strideB, c + first, n, scratch);
        });
        scratchMemory.Dispose();
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
    public static bool Support(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && AreAvailable;

    /// <summary>The exception for a case where the kernels are required but do not apply.</summary>
    /// <param name="what">What they do not support.</param>
    public static InputException Refused(string what) =>
        new("kernels", "", "a model and a machine that the fused kernels support", $"kernels=fused, which does not support {what}",
            "set kernels=automatic");
}
