using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>Writes one array of numbers as a .npy file (numpy format 1.0, C order, this machine's byte order).</summary>
internal static class NpyWriter
{
    /// <summary>Writes a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The dimensions, whose product is the number of elements; none for one dimension.</param>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write<T>(string path, ReadOnlyMemory<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long[] dimensions = shape.Length > 0 ? shape.ToArray() : [values.Length];
        if (dimensions.Aggregate((Int128)1, (product, n) => product * n) != values.Length)
            throw new ArgumentException(
                $"the shape [{string.Join(", ", dimensions)}] does not have {values.Length} elements", nameof(shape));
        byte[] header = NpyHeader.Write(NpyDtype.Of<T>(), dimensions);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);

            // In steps, because a span holds at most 2^31 bytes.
            const int step = 1 << 24;
            for (int at = 0; at < values.Length; at += step)
                stream.Write(MemoryMarshal.AsBytes(values.Span.Slice(at, Math.Min(step, values.Length - at))));
        });
    }
}
