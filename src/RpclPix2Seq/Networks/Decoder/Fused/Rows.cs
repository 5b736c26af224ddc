using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Kernels;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>Loops over one row of numbers. All lengths are multiples of <see cref="Simd.Width"/>.</summary>
internal static unsafe class Rows
{
    /// <summary>row += constant + x·W for one input row x.</summary>
    /// <param name="row">[n].</param>
    /// <param name="constant">[n]: the contribution of the code and the bias.</param>
    /// <param name="x">[X].</param>
    /// <param name="columns">X.</param>
    /// <param name="weights">[X, n].</param>
    /// <param name="n">Numbers per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddInput(float* row, float* constant, float* x, int columns, float* weights, int n)
    {
        for (int i = 0; i < n; i += Simd.Width)
            (Vector512.Load(row + i) + Input(constant, x, columns, weights, n, i)).Store(row + i);
    }

    /// <summary>constant + x·W at columns i … i + 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Input(float* constant, float* x, int columns, float* weights, int n, int i)
    {
        Vector512<float> sum = Vector512.Load(constant + i);
        for (int c = 0; c < columns; c++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(x[c]), Vector512.Load(weights + ((long)c * n) + i), sum);
        return sum;
    }

    /// <summary>sum += row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* sum, float* row, int n)
    {
        for (int i = 0; i < n; i += Simd.Width)
            (Vector512.Load(sum + i) + Vector512.Load(row + i)).Store(sum + i);
    }

    /// <summary>sum += xᵀ·row: the gradient of a weight that an input row x was multiplied by.</summary>
    /// <param name="sum">[X, n].</param>
    /// <param name="x">[X].</param>
    /// <param name="columns">X.</param>
    /// <param name="row">[n].</param>
    /// <param name="n">Numbers per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuter(float* sum, float* x, int columns, float* row, int n)
    {
        for (int c = 0; c < columns; c++, sum += n)
        {
            if (x[c] == 0)
                continue; // two of the three states of the pen
            Vector512<float> factor = Vector512.Create(x[c]);
            for (int i = 0; i < n; i += Simd.Width)
                Vector512.FusedMultiplyAdd(factor, Vector512.Load(row + i), Vector512.Load(sum + i)).Store(sum + i);
        }
    }
}
