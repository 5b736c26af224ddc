namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// Matrix products on raw memory with the BLAS inside libtorch (MKL): for kernels that work on their own buffers, where an operator of
/// libtorch would cost a tensor per call. All matrices are row-major; the column-major library is given the transposed product. Inside a
/// parallel region it runs on the calling thread, outside on all of libtorch's threads.
/// </summary>
internal static unsafe class Blas
{
    private static readonly Lazy<Exports?> Library = new(Exports.Find);

    /// <summary>Whether this libtorch has the entry points.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <summary>C ← A·B + β·C.</summary>
    /// <param name="transposeA">Whether A is stored as [k, m] instead of [m, k].</param>
    /// <param name="transposeB">Whether B is stored as [n, k] instead of [k, n].</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The inner dimension.</param>
    /// <param name="a">A, and…</param>
    /// <param name="strideA">…the distance of its stored rows in numbers.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its stored rows in numbers.</param>
    /// <param name="beta">0 to overwrite C, whatever it holds; 1 to add to it.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, float* a, int strideA, float* b, int strideB, float beta, float* c,
        int strideC)
    {
        byte first = transposeB ? (byte)'T' : (byte)'N', second = transposeA ? (byte)'T' : (byte)'N';
        float one = 1;
        Library.Value!.Product(&first, &second, &n, &m, &k, &one, b, &strideB, a, &strideA, &beta, c, &strideC);
    }

    /// <summary>The number of bytes that <see cref="Pack"/> writes.</summary>
    public static nuint PackedSize(int m, int n, int k)
    {
        byte which = (byte)'A';
        return (nuint)Library.Value!.PackedSize(&which, &n, &m, &k);
    }

    /// <summary>Packs a right-hand matrix B [k, n] once for many products with left-hand matrices of <paramref name="m"/> rows.</summary>
    /// <param name="transposeB">Whether B is stored as [n, k].</param>
    /// <param name="m">Rows of the products to come.</param>
    /// <param name="n">Columns of B.</param>
    /// <param name="k">Rows of B.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its stored rows.</param>
    /// <param name="packed">Receives <see cref="PackedSize"/> bytes.</param>
    public static void Pack(bool transposeB, int m, int n, int k, float* b, int strideB, float* packed)
    {
        byte which = (byte)'A', transpose = transposeB ? (byte)'T' : (byte)'N';
        float one = 1;
        Library.Value!.Pack(&which, &transpose, &n, &m, &k, &one, b, &strideB, packed);
    }

    /// <summary>C ← A·B + β·C with B packed and A not; sizes as given to <see cref="Pack"/>.</summary>
    public static void MultiplyPacked(int m, int n, int k, float* a, int strideA, float* packed, float beta, float* c, int strideC)
    {
        byte first = (byte)'P', second = (byte)'N';
        Library.Value!.Compute(&first, &second, &n, &m, &k, packed, &k, a, &strideA, &beta, c, &strideC);
    }

    private sealed class Exports
    {
        public delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> Product;
        public delegate* unmanaged<byte*, int*, int*, int*, long> PackedSize;
        public delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, void> Pack;
        public delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, int*, float*, int*, float*, float*, int*, void> Compute;

        public static Exports? Find()
        {
            TorchRuntime.EnsureLoaded();
            nint torch = TorchLoader.Load().LibTorch;
            if (!NativeLibraries.TryExports(torch, out nint[] found, "SGEMM", "SGEMM_PACK_GET_SIZE", "SGEMM_PACK", "SGEMM_COMPUTE"))
                return null;
            return new Exports
            {
                Product = (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*,
                    void>)found[0],
                PackedSize = (delegate* unmanaged<byte*, int*, int*, int*, long>)found[1],
                Pack = (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, void>)found[2],
                Compute =
                    (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, int*, float*, int*, float*, float*, int*, void>)found[3],
            };
        }
    }
}
