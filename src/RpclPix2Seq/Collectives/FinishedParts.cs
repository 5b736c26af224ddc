using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Collectives;

/// <summary>
/// A folder of rows that ranks have computed for a job, part by part (<see cref="SharedRows"/>): the same job finds them if it was stopped.
/// A part is named by a hash of everything that it was computed from, so one of another job is never taken for it.
/// </summary>
/// <param name="folder">The folder; it is made with the first part.</param>
/// <param name="job">What all parts are computed with: the model, the arithmetic. The build is added to it.</param>
internal sealed class FinishedParts(string folder, string job)
{
    private const int HashBytes = sizeof(ulong);
    private readonly string _job = $"{typeof(FinishedParts).Module.ModuleVersionId} {job}\n";

    /// <summary>The name of a part.</summary>
    /// <param name="settings">What the rows depend on, as text.</param>
    /// <param name="numbers">What the rows depend on, as numbers.</param>
    public UInt128 KeyOf(string settings, ReadOnlySpan<float> numbers)
    {
        XxHash128 hash = new();
        hash.Append(Encoding.UTF8.GetBytes(_job));
        hash.Append(Encoding.UTF8.GetBytes(settings + "\n"));
        hash.Append(MemoryMarshal.AsBytes(numbers));
        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Keeps the rows of a part.</summary>
    /// <exception cref="InputException">They cannot be written.</exception>
    public void Keep<T>(UInt128 key, IReadOnlyList<T[]> rows)
        where T : unmanaged
    {
        int[] lengths = [.. rows.Select(row => row.Length)];
        byte[] bytes = [.. MemoryMarshal.AsBytes(lengths.AsSpan()), .. rows.SelectMany(row => MemoryMarshal.AsBytes(row.AsSpan()).ToArray())];
        OutputFolder.Make(folder);
        AtomicFile.Write(PathOf(key), stream =>
        {
            stream.Write(BitConverter.GetBytes(XxHash3.HashToUInt64(bytes)));
            stream.Write(bytes);
        });
    }

    /// <summary>The rows of a part.</summary>
    /// <param name="key">The name of the part.</param>
    /// <param name="count">How many rows it has.</param>
    /// <returns>Null if the part is not there, or was damaged: it is to be computed.</returns>
    public T[][]? Find<T>(UInt128 key, int count)
        where T : unmanaged
    {
        string path = PathOf(key);
        if (!File.Exists(path))
            return null;
        byte[] file = File.ReadAllBytes(path);
        Span<byte> bytes = file.AsSpan(Math.Min(HashBytes, file.Length));
        if (bytes.Length < count * sizeof(int) || XxHash3.HashToUInt64(bytes) != BitConverter.ToUInt64(file))
            return null;
        int[] lengths = MemoryMarshal.Cast<byte, int>(bytes[..(count * sizeof(int))]).ToArray();
        ReadOnlySpan<byte> values = bytes[(count * sizeof(int))..];
        if (values.Length != Unsafe.SizeOf<T>() * lengths.Sum(length => (long)length))
            return null;
        var rows = new T[count][];
        for (int row = 0; row < count; row++)
        {
            int size = Unsafe.SizeOf<T>() * lengths[row];
            rows[row] = MemoryMarshal.Cast<byte, T>(values[..size]).ToArray();
            values = values[size..];
        }

        return rows;
    }

    /// <summary>Removes all parts.</summary>
    public void Delete() => SafeFolders.DeleteFiles(folder, "drawn-*");

    private string PathOf(UInt128 key) => Path.Combine(folder, "drawn-" + key.ToString("x32", CultureInfo.InvariantCulture));
}
