using System.Globalization;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Codes;

/// <summary>
/// Codes in files: written for other programs, completely or not at all, in the format that the file's extension names, and read back from
/// the first two formats:
/// <list type="bullet">
/// <item><c>.npz</c>: <c>mean</c> and <c>variance</c> float32 [N, Z], <c>component</c> int64 [N], <c>posterior</c> float32 [N, K] and
/// <c>names</c>, text [N]; numpy reads it without pickle;</item>
/// <item><c>.npy</c>: the means alone, float32 [N, Z];</item>
/// <item><c>.json</c>: an object with <c>z_size</c>, <c>components</c> and <c>codes</c>, which has these five values per drawing;</item>
/// <item><c>.csv</c> (RFC 4180): one line per drawing, with the columns name, component, mean_0 …, variance_0 …, posterior_0 ….</item>
/// </list>
/// </summary>
internal static class SketchCodeFile
{
    private static readonly string[] Extensions = [".npz", ".npy", ".json", ".csv"];

    /// <summary>The extensions, for messages.</summary>
    public static string KnownExtensions => $"{string.Join(", ", Extensions[..^1])} or {Extensions[^1]}";

    /// <summary>Whether a file's extension names a format.</summary>
    public static bool IsKnown(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads codes from an .npy file, or from the member <c>mean</c> of an .npz file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Z.</param>
    /// <returns>[N, Z], N ≥ 1.</returns>
    /// <exception cref="InputException">The file is missing or damaged, or does not hold one or more finite codes of that
    /// length.</exception>
    public static float[] ReadMeans(string path, int size)
    {
        NpyArray array = ReadArray(path);
        long[] shape = array.Shape.ToArray();
        bool fits = shape is [> 0, var length] && length == size && array.Dtype is { Kind: 'f', Size: 4 or 8 };
        if (!fits)
            throw new InputException(
                path, "codes", $"floating-point numbers [N, {size}], as long as the model's codes",
                $"{array.Dtype} [{string.Join(", ", shape)}]",
                "rpcl encode writes such files");
        float[] codes = array.Dtype.Size == 4 ? array.ToArray<float>() : Array.ConvertAll(array.ToArray<double>(), value => (float)value);
        int bad = Array.FindIndex(codes, value => !float.IsFinite(value));
        return bad < 0
            ? codes
            : throw new InputException(path, $"code {bad / size}, number {bad % size}", "a finite number", $"{codes[bad]}");
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="codes">N codes.</param>
    /// <param name="names">What was encoded [N].</param>
    /// <exception cref="ArgumentException">There are not N names.</exception>
    /// <exception cref="InputException">The extension names no format, or the file cannot be written.</exception>
    public static void Write(string path, SketchCodes codes, IReadOnlyList<string> names)
    {
        if (names.Count != codes.Count)
            throw new ArgumentException($"{names.Count} names for {codes.Count} codes", nameof(names));
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npz":
                WriteNpz(path, codes, names);
                break;
            case ".npy":
                NpyWriter.Write<float>(path, codes.Mean, codes.Count, codes.CodeSize);
                break;
            case ".json":
                AtomicFile.Write(path, stream => WriteJson(stream, codes, names));
                break;
            case ".csv":
                AtomicFile.Write(path, stream => WriteCsv(stream, codes, names));
                break;
            default:
                throw new InputException(
                    path, "", $"a file that ends in {KnownExtensions}", $"'{Path.GetExtension(path)}'", "for example codes.npz");
        }
    }

    private static NpyArray ReadArray(string path)
    {
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            return NpyReader.Read(path);
        using NpzReader reader = new(path);
        return reader.Read("mean");
    }

    private static void WriteNpz(string path, SketchCodes codes, IReadOnlyList<string> names) => NpzWriter.Write(path, writer =>
    {
        writer.Add<float>("mean", codes.Mean, codes.Count, codes.CodeSize);
        writer.Add<float>("variance", codes.Variance, codes.Count, codes.CodeSize);
        writer.Add<long>("component", codes.Component, codes.Count);
        writer.Add<float>("posterior", codes.Posterior, codes.Count, codes.Components);
        writer.AddTexts("names", names);
    });

    private static void WriteJson(Stream stream, SketchCodes codes, IReadOnlyList<string> names)
    {
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteNumber("z_size", codes.CodeSize);
        writer.WriteNumber("components", codes.Components);
        writer.WriteStartArray("codes");
        for (int i = 0; i < codes.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", names[i]);
            writer.WriteNumber("component", codes.Component[i]);
            foreach ((string key, float[] values, int size) in Columns(codes))
            {
                writer.WriteStartArray(key);
                foreach (float value in values.AsSpan(i * size, size))
                    writer.WriteNumberValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCsv(Stream stream, SketchCodes codes, IReadOnlyList<string> names)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\r\n",
        };
        writer.Write("name,component");
        foreach ((string key, _, int size) in Columns(codes))
        {
            for (int d = 0; d < size; d++)
                writer.Write($",{key}_{d}");
        }

        writer.WriteLine();
        for (int i = 0; i < codes.Count; i++)
        {
            writer.Write($"{Quoted(names[i])},{codes.Component[i]}");
            foreach ((_, float[] values, int size) in Columns(codes))
            {
                foreach (float value in values.AsSpan(i * size, size))
                    writer.Write("," + value.ToString("R", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }
    }

    private static (string Key, float[] Values, int Size)[] Columns(SketchCodes codes) =>
        [("mean", codes.Mean, codes.CodeSize), ("variance", codes.Variance, codes.CodeSize),
            ("posterior", codes.Posterior, codes.Components)];

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
