using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>A tensor to be written: its description and how to produce its bytes when needed.</summary>
internal sealed class SafetensorsItem
{
    private SafetensorsItem(string name, SafetensorsType type, long[] shape, Action<Stream> write)
    {
        if (SafetensorsHeader.WhyBadName(name) is { } reason)
            throw new ArgumentException($"A tensor cannot have {reason}.", nameof(name));
        if (shape.Length > SafetensorsHeader.MostDimensions)
            throw new ArgumentException(
                $"Tensor '{name}' has {shape.Length} dimensions; at most {SafetensorsHeader.MostDimensions} can be written.",
                nameof(shape));
        Name = name;
        Type = type;
        Shape = shape;
        ByteCount = SafetensorsHeader.ByteCount(type, shape)
            ?? throw new ArgumentException($"Tensor '{name}': [{string.Join(",", shape)}] is not a shape.", nameof(shape));
        Write = write;
    }

    /// <summary>The name in the file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteCount { get; }

    /// <summary>Writes the bytes.</summary>
    internal Action<Stream> Write { get; }

    /// <summary>
    /// A torch tensor with any strides, on any device; it must stay alive until the file is written. If it is not contiguous or not on the
    /// CPU, a copy of this one tensor is made while it is written.
    /// </summary>
    public static SafetensorsItem From(string name, Tensor tensor) =>
        new SafetensorsItem(name, SafetensorsTypes.Of(tensor.dtype), tensor.shape, stream => WriteTensor(tensor, stream));

    /// <summary>Elements of an array, row by row.</summary>
    /// <exception cref="ArgumentException">The shape has a different number of elements, or the type cannot be written.</exception>
    public static SafetensorsItem From<T>(string name, ReadOnlyMemory<T> elements, params long[] shape)
        where T : unmanaged
    {
        SafetensorsItem item = new(name, SafetensorsTypes.Of<T>(), shape, stream => stream.Write(MemoryMarshal.AsBytes(elements.Span)));
        return item.ByteCount == (long)elements.Length * item.Type.Size()
            ? item
            : throw new ArgumentException(
                $"Tensor '{name}': {elements.Length} elements do not fill [{string.Join(",", shape)}].", nameof(elements));
    }

    private static void WriteTensor(Tensor tensor, Stream stream)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        TensorBytes.Walk(tensor.detach().cpu().contiguous(), (piece, _) => stream.Write(piece));
    }
}
