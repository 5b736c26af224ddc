namespace RpclPix2Seq.Models.Safetensors;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a scalar.</param>
/// <param name="Begin">Where its bytes begin, counted from the first data byte.</param>
/// <param name="ByteCount">How many bytes it has: the product of the sizes times the size of an element.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long ByteCount)
{
    /// <summary>The number of elements.</summary>
    public long ElementCount => ByteCount / Type.Size();

    /// <summary>The shape as text, such as <c>[3,4]</c>.</summary>
    public string ShapeText => $"[{string.Join(",", Shape)}]";
}
