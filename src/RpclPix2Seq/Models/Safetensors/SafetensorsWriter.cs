using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>
/// Writes a safetensors file, all of it or nothing. Equal tensors and metadata give equal bytes: tensors are ordered by element size
/// (largest first, which keeps all of them aligned) and then by name. Writing to a file has one tensor in memory at a time.
/// </summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes <paramref name="tensors"/> by name.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A name or a type cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Write(path, tensors.Select(pair => SafetensorsItem.From(pair.Key, pair.Value)), metadata);
    }

    /// <summary>Writes <paramref name="items"/>.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">Two items have the same name, or the header would be longer than a reader accepts.</exception>
    public static void Write(string path, IEnumerable<SafetensorsItem> items, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<SafetensorsItem> ordered = Ordered(items);
        byte[] header = Header(ordered, metadata);
        AtomicFile.Write(path, stream => WriteAll(stream, header, ordered));
    }

    /// <summary>The bytes of a complete file.</summary>
    internal static byte[] ToBytes(IEnumerable<SafetensorsItem> items, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<SafetensorsItem> ordered = Ordered(items);
        byte[] header = Header(ordered, metadata);
        byte[] bytes = new byte[header.Length + ordered.Sum(item => item.ByteCount)];
        using MemoryStream stream = new(bytes);
        WriteAll(stream, header, ordered);
        return bytes;
    }

    private static List<SafetensorsItem> Ordered(IEnumerable<SafetensorsItem> items) =>
        [.. items.OrderByDescending(item => item.Type.Size()).ThenBy(item => item.Name, StringComparer.Ordinal)];

    private static void WriteAll(Stream stream, byte[] header, List<SafetensorsItem> items)
    {
        stream.Write(header);
        foreach (SafetensorsItem item in items)
        {
            long start = stream.Position;
            item.Write(stream);
            if (stream.Position - start != item.ByteCount)
                throw new InvalidOperationException($"Tensor '{item.Name}' gave {stream.Position - start} bytes instead of "
                    + $"{item.ByteCount}: it changed while it was written.");
        }
    }

    /// <summary>The length and the JSON, padded with spaces so that the data starts at a multiple of 8 bytes.</summary>
    private static byte[] Header(List<SafetensorsItem> items, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(writer, metadata);
            WriteEntries(writer, items);
            writer.WriteEndObject();
        }

        int length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        if (length > SafetensorsHeader.LongestHeader)
            throw new ArgumentException(
                $"The header would take {length} bytes; at most {SafetensorsHeader.LongestHeader} can be read.", nameof(items));
        byte[] header = new byte[SafetensorsHeader.PrefixSize + length];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        json.WrittenSpan.CopyTo(header.AsSpan(SafetensorsHeader.PrefixSize));
        header.AsSpan(SafetensorsHeader.PrefixSize + json.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter writer, List<SafetensorsItem> items)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        long begin = 0;
        foreach (SafetensorsItem item in items)
        {
            if (!names.Add(item.Name))
                throw new ArgumentException($"Two tensors are called '{item.Name}'.", nameof(items));
            writer.WriteStartObject(item.Name);
            writer.WriteString("dtype", item.Type.Name());
            writer.WriteStartArray("shape");
            foreach (long size in item.Shape)
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            writer.WriteStartArray("data_offsets");
            writer.WriteNumberValue(begin);
            writer.WriteNumberValue(begin += item.ByteCount);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
