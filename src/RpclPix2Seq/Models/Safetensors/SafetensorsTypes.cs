using TorchSharp;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>
/// The properties of each <see cref="SafetensorsType"/>: its name in the file, its size, its tensor type and its .NET type.
/// </summary>
internal static class SafetensorsTypes
{
    private static readonly (SafetensorsType Type, string Name, int Size, torch.ScalarType Scalar, Type Element)[] Table =
    [
        (SafetensorsType.Bool, "BOOL", 1, torch.ScalarType.Bool, typeof(bool)),
        (SafetensorsType.U8, "U8", 1, torch.ScalarType.Byte, typeof(byte)),
        (SafetensorsType.I8, "I8", 1, torch.ScalarType.Int8, typeof(sbyte)),
        (SafetensorsType.I16, "I16", 2, torch.ScalarType.Int16, typeof(short)),
        (SafetensorsType.I32, "I32", 4, torch.ScalarType.Int32, typeof(int)),
        (SafetensorsType.I64, "I64", 8, torch.ScalarType.Int64, typeof(long)),
        (SafetensorsType.F16, "F16", 2, torch.ScalarType.Float16, typeof(Half)),
        // .NET has no such type here: its bits are passed as ushort.
        (SafetensorsType.BF16, "BF16", 2, torch.ScalarType.BFloat16, typeof(ushort)),
        (SafetensorsType.F32, "F32", 4, torch.ScalarType.Float32, typeof(float)),
        (SafetensorsType.F64, "F64", 8, torch.ScalarType.Float64, typeof(double)),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", Table.Select(row => row.Name));

    /// <summary>The type called <paramref name="name"/> in a header; null if it is not one of those read here.</summary>
    public static SafetensorsType? Parse(string? name) => Array.FindIndex(Table, row => row.Name == name) is >= 0 and int i
        ? Table[i].Type
        : null;

    /// <summary>The name in a header.</summary>
    public static string Name(this SafetensorsType type) => Table[(int)type].Name;

    /// <summary>Bytes per element.</summary>
    public static int Size(this SafetensorsType type) => Table[(int)type].Size;

    /// <summary>The tensor type with the same layout.</summary>
    public static torch.ScalarType Scalar(this SafetensorsType type) => Table[(int)type].Scalar;

    /// <summary>The .NET type with the same layout (<see cref="ushort"/> for <see cref="SafetensorsType.BF16"/>).</summary>
    public static Type Element(this SafetensorsType type) => Table[(int)type].Element;

    /// <summary>The type that holds tensors of type <paramref name="scalar"/>.</summary>
    /// <exception cref="ArgumentException">There is none, for example for complex numbers.</exception>
    public static SafetensorsType Of(torch.ScalarType scalar) =>
        Array.FindIndex(Table, row => row.Scalar == scalar) is >= 0 and int i
            ? Table[i].Type
            : throw new ArgumentException($"A safetensors file cannot hold {scalar}; it can hold {Names}.", nameof(scalar));

    /// <summary>The type that holds elements of type <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SafetensorsType Of<T>() =>
        Array.FindIndex(Table, row => row.Element == typeof(T)) is >= 0 and int i
            ? Table[i].Type
            : throw new ArgumentException($"A safetensors file cannot hold {typeof(T)}.", nameof(T));
}

/// <summary>The element types of a safetensors file that are read and written here; each is little-endian in the file.</summary>
internal enum SafetensorsType
{
    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>U8</c>: unsigned, 1 byte.</summary>
    U8,

    /// <summary><c>I8</c>: signed, 1 byte.</summary>
    I8,

    /// <summary><c>I16</c>: signed, 2 bytes.</summary>
    I16,

    /// <summary><c>I32</c>: signed, 4 bytes.</summary>
    I32,

    /// <summary><c>I64</c>: signed, 8 bytes.</summary>
    I64,

    /// <summary><c>F16</c>: IEEE 754 half precision.</summary>
    F16,

    /// <summary><c>BF16</c>: the upper half of a float32.</summary>
    BF16,

    /// <summary><c>F32</c>: IEEE 754 single precision.</summary>
    F32,

    /// <summary><c>F64</c>: IEEE 754 double precision.</summary>
    F64,
}
