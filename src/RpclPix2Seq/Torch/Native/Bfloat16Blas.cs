using System.Runtime.Intrinsics.X86;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// Small matrix products of bfloat16 numbers, summed in single precision, by the oneDNN inside libtorch. It generates code for the
/// processor that it finds, whoever made it: AMX tiles, else AVX512-BF16. All of it runs on the calling thread.
/// </summary>
internal static unsafe class Bfloat16Blas
{
    // at::native::cpublas::brgemm(M, N, K, lda, ldb, ldc, add, const BFloat16*, const BFloat16*, float*, vnni) and brgemm_release(vnni)
    private const string ProductExport = "_ZN2at6native7cpublas6brgemmEllllllbPKN3c108BFloat16ES5_Pfb";
    private const string ReleaseExport = "_ZN2at6native7cpublas14brgemm_releaseEb";

    private const string Tiles = "AMX";

    private static readonly Lazy<Exports?> Library = new(Exports.Find);

    /// <summary>
    /// Whether this processor multiplies bfloat16 numbers and this libtorch has the entry points. A limit on oneDNN's instructions in the
    /// environment counts as a processor without them: oneDNN would throw.
    /// </summary>
    public static bool IsAvailable => Instructions is not null && Library.Value is not null;

    /// <summary>The processor's instructions for it; null if there are none, or if the environment forbids them.</summary>
    public static string? Instructions { get; } = Find();

    /// <summary>Whether these are tiles, which make whole products.</summary>
    public static bool HasTiles => Instructions == Tiles;

    /// <summary>C ← A·B, or C + A·B.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The inner dimension: even.</param>
    /// <param name="a">A [m, k], and…</param>
    /// <param name="strideA">…the distance of its rows in numbers.</param>
    /// <param name="b">B as pairs: [k/2, n, 2], the numbers of rows 2i and 2i+1 side by side, and…</param>
    /// <param name="strideB">…the distance of its rows in pairs.</param>
    /// <param name="add">Whether to add to C; otherwise it is overwritten, whatever it holds.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    public static void Multiply(int m, int n, int k, ushort* a, int strideA, uint* b, int strideB, bool add, float* c, long strideC) =>
        Library.Value!.Product(m, n, k, strideA, strideB, strideC, add ? (byte)1 : (byte)0, a, b, c, 1);

    /// <summary>
    /// Ends a series of products: gives the processor's tiles back, whose layout other operators of libtorch change without telling.
    /// </summary>
    public static void Release() => Library.Value!.Release(1);

    private static string? Find()
    {
        if (!Avx512F.IsSupported || !Avx512BW.IsSupported || !Avx512DQ.IsSupported)
            return null;
        if (Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") is not null
            || Environment.GetEnvironmentVariable("DNNL_MAX_CPU_ISA") is not null)
            return null;
        const int features = 7, vectors = 1 << 5, tiles = 1 << 22;
        (int subleaves, _, _, int edx) = X86Base.CpuId(features, 0);
        if ((edx & tiles) != 0)
            return Tiles;
        return subleaves >= 1 && (X86Base.CpuId(features, 1).Eax & vectors) != 0 ? "AVX512-BF16" : null;
    }

    private sealed class Exports
    {
        public delegate* unmanaged<long, long, long, long, long, long, byte, ushort*, uint*, float*, byte, void> Product;
        public delegate* unmanaged<byte, void> Release;

        public static Exports? Find()
        {
            TorchRuntime.EnsureLoaded();
            if (!NativeLibraries.TryExports(TorchLoader.Load().LibTorch, out nint[] found, ProductExport, ReleaseExport))
                return null;
            return new Exports
            {
                Product = (delegate* unmanaged<long, long, long, long, long, long, byte, ushort*, uint*, float*, byte, void>)found[0],
                Release = (delegate* unmanaged<byte, void>)found[1],
            };
        }
    }
}
