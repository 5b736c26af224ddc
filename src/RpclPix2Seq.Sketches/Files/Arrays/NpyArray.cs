using System.Numerics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>
/// An array of numbers from a .npy file or .npz member, always in C order and this machine's byte order, whatever the file used.
/// </summary>
internal sealed class NpyArray
{
    private readonly long[] _shape;
    private readonly byte[] _data;
    private readonly InputPlace _place;

    internal NpyArray(NpyDtype dtype, long[] shape, byte[] data, InputPlace place)
    {
        Dtype = dtype;
        _shape = shape;
        _data = data;
        _place = place;
        Count = data.Length / dtype.Size;
    }

    /// <summary>The element type, in this machine's byte order.</summary>
    public NpyDtype Dtype { get; }

    /// <summary>The dimensions; none for a single number.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The bytes of the elements.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>The elements without a copy.</summary>
    /// <exception cref="InputException">The elements have another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        NpyDtype wanted = NpyDtype.Of<T>();
        return wanted == Dtype
            ? MemoryMarshal.Cast<byte, T>(_data)
            : throw _place.Error(0, $"elements of type {wanted}", $"{Dtype}");
    }

    /// <summary>
    /// A copy of the elements, converted: to float types by rounding, to integer types only where the value stays the same.
    /// </summary>
    /// <exception cref="InputException">A value does not fit in <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>()
        where T : unmanaged, INumber<T>
    {
        T[] result = GC.AllocateUninitializedArray<T>(Count);
        switch (Dtype.Kind, Dtype.Size)
        {
            case ('b' or 'u', 1): Convert<byte, T>(result); break;
            case ('u', 2): Convert<ushort, T>(result); break;
            case ('u', 4): Convert<uint, T>(result); break;
            case ('u', 8): Convert<ulong, T>(result); break;
            case ('i', 1): Convert<sbyte, T>(result); break;
            case ('i', 2): Convert<short, T>(result); break;
            case ('i', 4): Convert<int, T>(result); break;
            case ('i', 8): Convert<long, T>(result); break;
            case ('f', 2): Convert<Half, T>(result); break;
            case ('f', 4): Convert<float, T>(result); break;
            default: Convert<double, T>(result); break;
        }

        return result;
    }

    /// <summary>Throws unless the shape is <paramref name="shape"/>, in which −1 stands for any size.</summary>
    /// <returns>This array.</returns>
    /// <exception cref="InputException">The shape differs.</exception>
    public NpyArray WithShape(params ReadOnlySpan<long> shape)
    {
        bool same = shape.Length == _shape.Length;
        for (int i = 0; same && i < shape.Length; i++)
            same = shape[i] == -1 || shape[i] == _shape[i];
        return same
            ? this
            : throw _place.Error(0, $"the shape [{string.Join(", ", shape.ToArray().Select(n => n < 0 ? "any" : $"{n}"))}]",
                $"[{string.Join(", ", _shape)}]");
    }

    internal InputException Error(long element, string expected, string found) =>
        _place.Error($"element {element}", expected, found);

    private void Convert<TFrom, T>(T[] result)
        where TFrom : unmanaged, INumber<TFrom>
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<TFrom> values = MemoryMarshal.Cast<byte, TFrom>(_data);
        if (typeof(TFrom) == typeof(T))
        {
            values.CopyTo(MemoryMarshal.Cast<T, TFrom>(result.AsSpan()));
            return;
        }

        bool rounding = typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = T.CreateSaturating(values[i]);
            if (!rounding && TFrom.CreateSaturating(result[i]) != values[i])
                throw Error(i, $"a value that {NpyDtype.Of<T>()} can hold", $"{values[i]}");
        }
    }
}
