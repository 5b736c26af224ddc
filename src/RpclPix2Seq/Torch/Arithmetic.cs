using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Sums of tensors, and operations on a tensor and a number. TorchSharp passes a number to libtorch as a <see cref="Scalar"/>, an object
/// with a finalizer. Nothing refers to the one that it creates for <c>a + b</c>, <c>2 * a</c> or <c>a.clamp(0, 1)</c> during the call, so a
/// garbage collection on any thread may free the number before libtorch reads it. Here every number is kept alive until the call returns.
/// TorchSharp's own forms are banned (BannedSymbols.txt); <c>a - b</c>, <c>a * b</c> and <c>a / b</c> of two tensors pass no number.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar One = 1.ToScalar(), Two = 2.ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + x.</summary>
    public static Tensor Plus<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.add(scalar, One);
    }

    /// <summary>a − x.</summary>
    public static Tensor Minus<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.sub(scalar);
    }

    /// <summary>a·x.</summary>
    public static Tensor Times<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.mul(scalar);
    }

    /// <summary>a/x.</summary>
    public static Tensor Over<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.div(scalar);
    }

    /// <summary>1 − a.</summary>
    public static Tensor Complement(this Tensor a) => a.negative().add(One, One);

    /// <summary>a².</summary>
    public static Tensor Squared(this Tensor a) => a.pow(Two);

    /// <summary>a + b·c.</summary>
    public static Tensor PlusProduct(this Tensor a, Tensor b, Tensor c) => addcmul(a, b, c, One);

    /// <summary>ln(1 + eᵃ), or a itself above <paramref name="threshold"/>.</summary>
    public static Tensor Softplus(this Tensor a, double threshold)
    {
        using Scalar limit = Of(threshold);
        return ScaledSoftplus(a, One, limit);
    }

    /// <summary>a clamped to the bounds.</summary>
    public static Tensor Clamped<T>(this Tensor a, T low, T high)
        where T : struct, INumber<T>
    {
        using Scalar least = Of(low), most = Of(high);
        return a.clamp(least, most);
    }

    /// <summary>a, or the bound where a is smaller.</summary>
    public static Tensor AtLeast<T>(this Tensor a, T low)
        where T : struct, INumber<T>
    {
        using Scalar least = Of(low);
        return a.clamp_min(least);
    }

    /// <summary>a, or x where <paramref name="mask"/> is true.</summary>
    public static Tensor MaskFilled<T>(this Tensor a, Tensor mask, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.masked_fill(mask, scalar);
    }

    /// <summary>a &gt; x.</summary>
    public static Tensor IsAbove<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.gt(scalar);
    }

    /// <summary>a ≥ x.</summary>
    public static Tensor IsAtLeast<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.ge(scalar);
    }

    /// <summary>a &lt; x.</summary>
    public static Tensor IsBelow<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.lt(scalar);
    }

    /// <summary>a = x.</summary>
    public static Tensor IsEqualTo<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.eq(scalar);
    }

    /// <summary>a ← a + b.</summary>
    public static Tensor PlusInPlace(this Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>a ← a + x.</summary>
    public static Tensor PlusInPlace<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.add_(scalar, One);
    }

    /// <summary>a ← a − x.</summary>
    public static Tensor MinusInPlace<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.sub_(scalar);
    }

    /// <summary>a ← a·x.</summary>
    public static Tensor TimesInPlace<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.mul_(scalar);
    }

    /// <summary>a ← x, everywhere.</summary>
    public static Tensor Filled<T>(this Tensor a, T x)
        where T : struct, INumber<T>
    {
        using Scalar scalar = Of(x);
        return a.fill_(scalar);
    }

    /// <summary>A number for libtorch, of the same type as in .NET.</summary>
    private static Scalar Of<T>(T x)
        where T : struct, INumber<T> => x switch
        {
            double number => number.ToScalar(),
            float number => number.ToScalar(),
            long number => number.ToScalar(),
            int number => number.ToScalar(),
            _ => throw new NotSupportedException($"{typeof(T)} is not passed to libtorch"),
        };

    // TorchSharp's public form takes numbers.
    [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor ScaledSoftplus(Tensor a, Scalar beta, Scalar threshold);
}
