using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>The gates' functions on sixteen float32 numbers at once, accurate to a few units in the last place.</summary>
internal static class Simd
{
    /// <summary>Numbers per vector.</summary>
    public const int Width = 16;

    private const float LargestExponent = 87, Log2E = 1.442695041f;

    // ln 2 in two parts, the first with trailing zeros, so that n·ln 2 is subtracted without rounding.
    private const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>
    /// e^x as 2^n times the Taylor series of the remainder, |remainder| ≤ ln 2 / 2; x is clamped to ±87, so that the result is neither 0
    /// nor infinity.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-LargestExponent)), Vector512.Create(LargestExponent));
        Vector512<float> n = Vector512.Round(x * Log2E);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoHigh), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoLow), r);
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(1f / 5040), r, Vector512.Create(1f / 720));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 120));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 24));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1f / 6));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        const int exponentBits = 23, bias = 127;
        Vector512<int> power = (Vector512.ConvertToInt32Native(n) + Vector512.Create(bias)) << exponentBits;
        return p * power.AsSingle();
    }

    /// <summary>1/(1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>tanh x: by its series near 0, where the quotient of exponentials would suffer from cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);
        Vector512<float> e = Exp(magnitude * -2);
        Vector512<float> far = (Vector512<float>.One - e) / (Vector512<float>.One + e);
        Vector512<float> y = x * x;
        Vector512<float> series = Vector512.FusedMultiplyAdd(Vector512.Create(62f / 2835), y, Vector512.Create(-17f / 315));
        series = Vector512.FusedMultiplyAdd(series, y, Vector512.Create(2f / 15));
        series = Vector512.FusedMultiplyAdd(series, y, Vector512.Create(-1f / 3));
        Vector512<float> near = Vector512.FusedMultiplyAdd(series * y, magnitude, magnitude);
        Vector512<float> result = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(0.25f)), near, far);
        return Vector512.ConditionalSelect(Vector512.Create(-0f), x, result); // the sign of x
    }

    /// <summary>target = gradient where the output is above 0, else 0: the gradient of a rectifier; returns the sum.</summary>
    /// <param name="output">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="target">[n].</param>
    /// <param name="n">A multiple of <see cref="Width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe float Where(float* output, float* gradient, float* target, int n)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < n; i += Width)
        {
            Vector512<float> passed = Vector512.ConditionalSelect(
                Vector512.GreaterThan(Vector512.Load(output + i), Vector512<float>.Zero), Vector512.Load(gradient + i),
                Vector512<float>.Zero);
            passed.Store(target + i);
            sum += passed;
        }

        return Vector512.Sum(sum);
    }
}
