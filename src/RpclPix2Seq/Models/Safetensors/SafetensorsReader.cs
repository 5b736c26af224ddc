using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Safetensors;

/// <summary>
/// Reads a safetensors file. Opening it only reads and checks the header and does not need torch; every tensor is read straight from the
/// file into its own memory. A reader may be used from several threads.
/// </summary>
internal sealed class SafetensorsReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsReader(string path, SafeFileHandle file, SafetensorsHeader header)
    {
        Path = path;
        _file = file;
        _header = header;
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file's path, as given.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The file's free text by key.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens <paramref name="path"/> and checks its header and its length.</summary>
    /// <exception cref="InputException">It cannot be read or is not a valid safetensors file.</exception>
    public static SafetensorsReader Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            long length = RandomAccess.GetLength(file);
            byte[] prefix = new byte[(int)Math.Clamp(length, 0, SafetensorsHeader.PrefixSize)];
            Fill(path, file, prefix, 0);
            byte[] json = new byte[SafetensorsHeaderParser.HeaderLength(path, prefix, length)];
            Fill(path, file, json, SafetensorsHeader.PrefixSize);
            return new SafetensorsReader(path, file, SafetensorsHeaderParser.Parse(path, json, length));
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
                throw new InputException(path, "", "a file that can be read", e.Message, "", e);
            throw;
        }
    }

    /// <summary>Whether there is a tensor called <paramref name="name"/>.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The description of the tensor called <paramref name="name"/>.</summary>
    /// <exception cref="InputException">There is none; the message lists the most similar names.</exception>
    public SafetensorsEntry Entry(string name) =>
        _byName.TryGetValue(name, out SafetensorsEntry? entry)
            ? entry
            : throw new InputException(Path, "", $"a tensor '{name}'", $"{_byName.Count} others", NearestNames.Hint(name, _byName.Keys));

    /// <summary>
    /// A new tensor on the CPU with the data, type and shape of the one called <paramref name="name"/>. It belongs to the caller.
    /// </summary>
    /// <exception cref="InputException">There is none with this name, or its data is damaged.</exception>
    public Tensor Read(string name)
    {
        SafetensorsEntry entry = Entry(name);
        TorchRuntime.EnsureLoaded();
        Tensor tensor = empty([.. entry.Shape], dtype: entry.Type.Scalar(), device: CPU);
        try
        {
            FillTensor(entry, tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Copies the tensor called <paramref name="name"/> into <paramref name="destination"/> of the same shape, in place; the destination
    /// may have another type or device, to which the data is then converted, and may be a parameter.
    /// </summary>
    /// <exception cref="InputException">There is none with this name, its shape differs, or its data is damaged.</exception>
    public void ReadInto(string name, Tensor destination)
    {
        SafetensorsEntry entry = Entry(name);
        if (!entry.Shape.SequenceEqual(destination.shape))
            throw new InputException(
                Path, $"tensor '{name}'", $"shape [{string.Join(",", destination.shape)}]", entry.ShapeText,
                "is it a file of another model size?");
        if (destination.dtype == entry.Type.Scalar() && destination.device_type == TorchSharp.DeviceType.CPU && destination.is_contiguous())
        {
            FillTensor(entry, destination);
            return;
        }

        using Tensor source = Read(name);
        using IDisposable noGradient = no_grad();
        destination.copy_(source);
    }

    /// <summary>
    /// Copies the elements of the tensor called <paramref name="name"/>, row by row, into <paramref name="destination"/>.
    /// </summary>
    /// <typeparam name="T">The exact type of its elements (<see cref="ushort"/> for BF16).</typeparam>
    /// <exception cref="InputException">There is none with this name, its type or number of elements differs, or its data is
    /// damaged.</exception>
    public void CopyTo<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        SafetensorsEntry entry = Entry(name);
        if (entry.Type.Element() != typeof(T))
            throw new InputException(Path, $"tensor '{name}'", $"elements of type {SafetensorsTypes.Of<T>().Name()}", entry.Type.Name());
        if (entry.ElementCount != destination.Length)
            throw new InputException(Path, $"tensor '{name}'", $"{destination.Length} elements", $"{entry.ElementCount}");
        ReadBytes(entry, MemoryMarshal.AsBytes(destination), 0);
    }

    /// <summary>The elements of the tensor called <paramref name="name"/>, row by row, as <see cref="CopyTo"/> copies them.</summary>
    /// <exception cref="InputException">As for <see cref="CopyTo"/>, or there are too many elements for an array.</exception>
    public T[] ToArray<T>(string name)
        where T : unmanaged
    {
        SafetensorsEntry entry = Entry(name);
        if (entry.ElementCount > Array.MaxLength)
            throw new InputException(Path, $"tensor '{name}'", $"up to {Array.MaxLength} elements", $"{entry.ElementCount}");
        T[] elements = new T[entry.ElementCount];
        CopyTo(name, elements.AsSpan());
        return elements;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void FillTensor(SafetensorsEntry entry, Tensor tensor) =>
        TensorBytes.Walk(tensor, (piece, offset) => ReadBytes(entry, piece, offset));

    private void ReadBytes(SafetensorsEntry entry, Span<byte> piece, long offset)
    {
        Fill(Path, _file, piece, _header.DataStart + entry.Begin + offset);
        // Any other byte would be neither true nor false in memory.
        if (entry.Type == SafetensorsType.Bool && piece.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and int bad)
        {
            byte found = piece[bad];
            piece.Clear();
            throw new InputException(Path, $"tensor '{entry.Name}', element {offset + bad}", "0 or 1", $"{found}");
        }
    }

    private static void Fill(string path, SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            int read;
            try
            {
                read = RandomAccess.Read(file, destination, offset);
            }
            catch (IOException e)
            {
                throw new InputException(path, $"byte {offset}", "data that can be read", e.Message, "", e);
            }

            if (read == 0)
                throw new InputException(
                    path, $"byte {offset}", $"{destination.Length} more bytes", "the end of the file",
                    "the file changed while it was read: try again");
            destination = destination[read..];
            offset += read;
        }
    }
}
