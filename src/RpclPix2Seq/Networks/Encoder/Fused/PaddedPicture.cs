using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Kernels;

namespace RpclPix2Seq.Networks.Encoder.Fused;

/// <summary>A picture with a margin of zeros, and loops over it. Pictures are a multiple of <see cref="Simd.Width"/> pixels wide.</summary>
/// <param name="pixels">Memory of <see cref="Size"/> numbers.</param>
/// <param name="width">W: rows and pixels per row.</param>
/// <param name="reach">The margin in pixels.</param>
internal readonly unsafe struct PaddedPicture(float* pixels, int width, int reach)
{
    /// <summary>Rows that are summed in single precision before the result is added in double precision.</summary>
    private const int BlockRows = 8;

    /// <summary>The distance from one row to the next.</summary>
    private int Stride => width + (2 * reach);

    /// <summary>The size of a picture with its margin, in numbers; loads at the end of the last row reach beyond the row.</summary>
    public static int Size(int width, int reach) => ((width + (2 * reach)) * (width + (2 * reach))) + Simd.Width;

    /// <summary>Sets the margin to zero.</summary>
    public void Clear() => new Span<float>(pixels, Size(width, reach)).Clear();

    /// <summary>Loads a picture [W, W].</summary>
    public void Load(float* picture)
    {
        for (int y = 0; y < width; y++)
            new ReadOnlySpan<float>(picture + (y * width), width).CopyTo(new Span<float>(At(y, 0), width));
    }

    /// <summary>Pixel (0, 0) as a filter sees it through one of its taps.</summary>
    public float* Through((int Y, int X) tap) => At(tap.Y, tap.X);

    /// <summary>Σ over all pixels.</summary>
    /// <param name="seen">From <see cref="Through"/>.</param>
    public double Sum(float* seen)
    {
        double sum = 0;
        for (int y = 0; y < width; y += BlockRows)
        {
            Vector512<float> block = Vector512<float>.Zero;
            for (int row = y; row < Math.Min(y + BlockRows, width); row++)
            {
                for (int x = 0; x < width; x += Simd.Width)
                    block += Vector512.Load(seen + (row * Stride) + x);
            }

            sum += Vector512.Sum(block);
        }

        return sum;
    }

    /// <summary>Σ over all pixels of the product of the values that two taps see.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double SumOfProducts(float* one, float* other)
    {
        double sum = 0;
        for (int y = 0; y < width; y += BlockRows)
        {
            Vector512<float> block = Vector512<float>.Zero;
            for (int row = y; row < Math.Min(y + BlockRows, width); row++)
            {
                for (int x = 0; x < width; x += Simd.Width)
                    block = Vector512.FusedMultiplyAdd(
                        Vector512.Load(one + (row * Stride) + x), Vector512.Load(other + (row * Stride) + x), block);
            }

            sum += Vector512.Sum(block);
        }

        return sum;
    }

    /// <summary>Eight channels of a convolution, rectified: max(0, bias + Σ weight·value at the tap).</summary>
    /// <param name="seen">The values that each tap sees, from <see cref="Through"/>.</param>
    /// <param name="taps">Number of taps.</param>
    /// <param name="weights">[taps, 8].</param>
    /// <param name="bias">[8].</param>
    /// <param name="output">The first channel's plane of W + 1 rows of W + 1 numbers, of which the last ones are not written; the other
    /// channels' planes follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Convolve(float** seen, int taps, float* weights, float* bias, float* output)
    {
        int outputStride = width + 1;
        long plane = (long)outputStride * outputStride;
        for (int y = 0; y < width; y++)
        {
            for (int x = 0; x < width; x += Simd.Width)
            {
                int at = (y * Stride) + x;
                Vector512<float> c0 = Vector512.Create(bias[0]), c1 = Vector512.Create(bias[1]), c2 = Vector512.Create(bias[2]),
                    c3 = Vector512.Create(bias[3]);
                Vector512<float> c4 = Vector512.Create(bias[4]), c5 = Vector512.Create(bias[5]), c6 = Vector512.Create(bias[6]),
                    c7 = Vector512.Create(bias[7]);
                float* weight = weights;
                for (int tap = 0; tap < taps; tap++, weight += 8)
                {
                    Vector512<float> v = Vector512.Load(seen[tap] + at);
                    c0 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[0]), v, c0);
                    c1 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[1]), v, c1);
                    c2 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[2]), v, c2);
                    c3 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[3]), v, c3);
                    c4 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[4]), v, c4);
                    c5 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[5]), v, c5);
                    c6 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[6]), v, c6);
                    c7 = Vector512.FusedMultiplyAdd(Vector512.Create(weight[7]), v, c7);
                }

                float* to = output + (y * outputStride) + x;
                Rectified(c0).Store(to);
                Rectified(c1).Store(to + plane);
                Rectified(c2).Store(to + (2 * plane));
                Rectified(c3).Store(to + (3 * plane));
                Rectified(c4).Store(to + (4 * plane));
                Rectified(c5).Store(to + (5 * plane));
                Rectified(c6).Store(to + (6 * plane));
                Rectified(c7).Store(to + (7 * plane));
            }
        }
    }

    /// <summary>Σ over all pixels of two gradients times the values that each of five taps sees.</summary>
    /// <param name="seen">The values that the five taps see.</param>
    /// <param name="first">[W, W].</param>
    /// <param name="second">[W, W].</param>
    /// <param name="sums">[2, 5].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Correlate(float** seen, float* first, float* second, Span<float> sums)
    {
        float* s0 = seen[0], s1 = seen[1], s2 = seen[2], s3 = seen[3], s4 = seen[4];
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
        for (int y = 0; y < width; y++)
        {
            for (int x = 0; x < width; x += Simd.Width)
            {
                int at = (y * Stride) + x;
                Vector512<float> a = Vector512.Load(first + (y * width) + x), b = Vector512.Load(second + (y * width) + x);
                Vector512<float> v = Vector512.Load(s0 + at);
                a0 = Vector512.FusedMultiplyAdd(a, v, a0);
                b0 = Vector512.FusedMultiplyAdd(b, v, b0);
                v = Vector512.Load(s1 + at);
                a1 = Vector512.FusedMultiplyAdd(a, v, a1);
                b1 = Vector512.FusedMultiplyAdd(b, v, b1);
                v = Vector512.Load(s2 + at);
                a2 = Vector512.FusedMultiplyAdd(a, v, a2);
                b2 = Vector512.FusedMultiplyAdd(b, v, b2);
                v = Vector512.Load(s3 + at);
                a3 = Vector512.FusedMultiplyAdd(a, v, a3);
                b3 = Vector512.FusedMultiplyAdd(b, v, b3);
                v = Vector512.Load(s4 + at);
                a4 = Vector512.FusedMultiplyAdd(a, v, a4);
                b4 = Vector512.FusedMultiplyAdd(b, v, b4);
            }
        }

        (sums[0], sums[1], sums[2], sums[3], sums[4]) =
            (Vector512.Sum(a0), Vector512.Sum(a1), Vector512.Sum(a2), Vector512.Sum(a3), Vector512.Sum(a4));
        (sums[5], sums[6], sums[7], sums[8], sums[9]) =
            (Vector512.Sum(b0), Vector512.Sum(b1), Vector512.Sum(b2), Vector512.Sum(b3), Vector512.Sum(b4));
    }

    private static Vector512<float> Rectified(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512<float>.Zero, x);

    private float* At(int y, int x) => pixels + ((y + reach) * Stride) + x + reach;
}
