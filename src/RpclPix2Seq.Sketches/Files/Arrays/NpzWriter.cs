using System.IO.Compression;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Files.Zip;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>
/// Writes a .npz file of named numeric arrays, which numpy loads without pickle. Members are compressed on all cores; the same arrays give
/// the same bytes.
/// </summary>
internal sealed class NpzWriter
{
    private readonly ZipWriter _zip;

    private NpzWriter(ZipWriter zip) => _zip = zip;

    /// <summary>Writes a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="add">Adds the arrays to the writer it is given.</param>
    /// <param name="compression">How hard to compress.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, Action<NpzWriter> add, NpzCompression compression = NpzCompression.Fastest)
    {
        CompressionLevel? level = compression switch
        {
            NpzCompression.Stored => null,
            NpzCompression.Fastest => CompressionLevel.Fastest,
            _ => CompressionLevel.Optimal,
        };
        AtomicFile.Write(path, stream =>
        {
            ZipWriter zip = new(stream, level);
            add(new NpzWriter(zip));
            zip.Finish();
        });
    }

    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name, without <c>.npy</c>; unique within the file.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The dimensions, whose product is the number of elements; none for one dimension.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or the name was used before.</exception>
    public void Add<T>(string name, ReadOnlyMemory<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        long[] dimensions = shape.Length > 0 ? shape.ToArray() : [values.Length];
        NpyDtype dtype = NpyDtype.Of<T>();
        CheckShape(dimensions, values.Length);
        AddMember(name, dtype, dimensions, dtype.Size,
            (offset, destination) => MemoryMarshal.AsBytes(values.Span).Slice((int)offset, destination.Length).CopyTo(destination));
    }

    /// <summary>Adds an array whose data are generated while they are written, in pieces and on all cores.</summary>
    /// <param name="name">Its name, without <c>.npy</c>; unique within the file.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The dimensions; a piece holds complete items along the first.</param>
    /// <param name="fill">Generates the pieces.</param>
    /// <exception cref="ArgumentException">The name was used before, or the element type is object.</exception>
    public void Add(string name, NpyDtype dtype, ReadOnlySpan<long> shape, ArrayFiller fill)
    {
        long item = dtype.Size;
        foreach (long n in shape.Length > 1 ? shape[1..] : [])
            item = checked(item * n);
        AddMember(name, dtype, shape.ToArray(), (int)Math.Clamp(item, 1, 1 << 28), fill);
    }

    internal void Add(string name, NpyDtype dtype, ReadOnlySpan<long> shape, byte[] data)
    {
        CheckShape(shape, data.Length / dtype.Size);
        AddMember(name, dtype, shape.ToArray(), dtype.Size,
            (offset, destination) => data.AsSpan((int)offset, destination.Length).CopyTo(destination));
    }

    /// <summary>Adds a member whose .npy bytes, header included, are ready.</summary>
    internal void AddNpy(string name, ReadOnlyMemory<byte> npy) =>
        _zip.Add(name + ".npy", default, npy.Length, 1,
            (offset, destination) => npy.Span.Slice((int)offset, destination.Length).CopyTo(destination));

    private static void CheckShape(ReadOnlySpan<long> shape, int count)
    {
        Int128 product = 1;
        foreach (long n in shape)
            product *= n;
        if (product != count)
            throw new ArgumentException(
                $"the shape [{string.Join(", ", shape.ToArray())}] has {product} elements, not {count}", nameof(shape));
    }

    private void AddMember(string name, NpyDtype dtype, long[] shape, int unit, ArrayFiller fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (dtype.IsObject)
            throw new ArgumentException("Python objects are not written", nameof(dtype));
        long length = dtype.Size;
        foreach (long n in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n, nameof(shape));
            length = checked(length * n);
        }

        _zip.Add(name + ".npy", NpyHeader.Write(dtype, shape), length, unit, fill);
    }
}

/// <summary>How hard the members of a .npz file are compressed.</summary>
internal enum NpzCompression
{
    /// <summary>Not at all.</summary>
    Stored,

    /// <summary>Quickly: for pictures, which shrink tenfold anyway.</summary>
    Fastest,

    /// <summary>Well.</summary>
    Optimal,
}

/// <summary>
/// Generates a piece of an array's data while the array is being written. Called from several threads at once, each piece once.
/// </summary>
/// <param name="offset">Offset of the piece's first byte in the data.</param>
/// <param name="destination">The piece; every byte of it must be set.</param>
internal delegate void ArrayFiller(long offset, Span<byte> destination);
