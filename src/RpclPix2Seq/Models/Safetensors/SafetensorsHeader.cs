using System.Text;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>The header of a safetensors file: its contents and their offsets.</summary>
/// <param name="Entries">The tensors in the order of their data.</param>
/// <param name="Metadata">Free text by key.</param>
/// <param name="DataStart">The file offset of the first data byte.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    /// <summary>The key that holds metadata instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Bytes before the header: its length, 64 bits little-endian.</summary>
    public const int PrefixSize = 8;

    /// <summary>The longest header accepted, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>The longest name accepted, in UTF-16 units.</summary>
    public const int LongestName = 1000;

    /// <summary>The largest number of dimensions accepted (libtorch handles 64).</summary>
    public const int MostDimensions = 64;

    /// <summary>Why <paramref name="name"/> cannot be a tensor's name; null if it can.</summary>
    public static string? WhyBadName(string name)
    {
        if (name.Length == 0)
            return "an empty name";
        if (name.Length > LongestName)
            return $"a name of {name.Length} characters";
        if (name == MetadataKey)
            return $"the reserved name {MetadataKey}";
        if (name.Any(char.IsControl))
            return "a name with control characters";
        // An unpaired surrogate reads as the replacement character, and would be written as one.
        return name.EnumerateRunes().Contains(Rune.ReplacementChar) ? "a name that is not text" : null;
    }

    /// <summary>
    /// The number of bytes of a tensor of this shape; null if a size is negative or the product is too large for 63 bits.
    /// </summary>
    public static long? ByteCount(SafetensorsType type, IEnumerable<long> shape)
    {
        Int128 count = type.Size();
        bool isEmpty = false;
        foreach (long size in shape)
        {
            if (size < 0)
                return null;
            isEmpty |= size == 0;
            count *= Math.Max(size, 1);
            if (count > long.MaxValue)
                return null;
        }

        return isEmpty ? 0 : (long)count;
    }
}

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a scalar.</param>
/// <param name="Begin">Where its bytes start, counted from the first data byte.</param>
/// <param name="ByteCount">How many bytes it has: the product of the sizes times the size of an element.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long ByteCount)
{
    /// <summary>The number of elements.</summary>
    public long ElementCount => ByteCount / Type.Size();

    /// <summary>The shape as text, such as <c>[3,4]</c>.</summary>
    public string ShapeText => $"[{string.Join(",", Shape)}]";
}
