using System.Runtime.InteropServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>
/// Writes a checkpoint as <see cref="TensorBundleReader"/> reads it, with one data file. Equal tensors give equal bytes: they are written
/// in the order of their names, one at a time.
/// </summary>
internal static class TensorBundleWriter
{
    /// <summary>Writes the two files, each completely or not at all, the index last.</summary>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="tensors">The variables.</param>
    /// <exception cref="InputException">A file cannot be written.</exception>
    /// <exception cref="ArgumentException">Two have the same name, or one has other numbers than its shape says.</exception>
    public static void Write(string prefix, IEnumerable<BundleTensor> tensors)
    {
        BundleTensor[] ordered = [.. tensors];
        Array.Sort(ordered, (a, b) => Encoding.UTF8.GetBytes(a.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Name)));
        if (ordered.Zip(ordered.Skip(1)).FirstOrDefault(pair => pair.First.Name == pair.Second.Name).First is { } twice)
            throw new ArgumentException($"Two variables are called '{twice.Name}'.", nameof(tensors));
        List<BundleEntry> entries = [];
        AtomicFile.Write(TensorBundleReader.DataPath(prefix, 0, 1), stream =>
        {
            foreach (BundleTensor tensor in ordered)
                entries.Add(WriteData(stream, tensor));
        });
        AtomicFile.Write(prefix + TensorBundleReader.IndexSuffix, stream =>
        {
            SortedTableWriter table = new(stream);
            table.Add([], new BundleHeader(1).ToBytes());
            foreach (BundleEntry entry in entries)
                table.Add(Encoding.UTF8.GetBytes(entry.Name), entry.ToBytes());
            table.Finish();
        });
    }

    private static BundleEntry WriteData(Stream stream, BundleTensor tensor)
    {
        float[] numbers = tensor.Read();
        if (BundleEntry.ByteCountOf(tensor.Shape) != sizeof(float) * (long)numbers.Length)
            throw new ArgumentException($"{numbers.Length} numbers for '{tensor.Name}' {BundleEntry.Text(tensor.Shape)}", nameof(tensor));
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        long offset = stream.Position;
        stream.Write(bytes);
        return new BundleEntry(
            tensor.Name, BundleEntry.Float32, tensor.Shape, 0, offset, bytes.Length, Crc32C.Masked(bytes));
    }
}

/// <summary>A float32 variable to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Read">Gives its numbers, row by row, when they are needed.</param>
internal sealed record BundleTensor(string Name, IReadOnlyList<long> Shape, Func<float[]> Read)
{
    /// <summary>A single number.</summary>
    public static BundleTensor Of(string name, float value) => new(name, [], () => [value]);
}
