using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.Magenta;

/// <summary>
/// A decoder that sketch-rnn trained on one category, as its players in browsers read it (<c>.gen.json</c>): <c>[info, dims, arrays]</c>,
/// where each array is base64 of 16-bit integers, little-endian, in units of 10/32767.
/// </summary>
/// <param name="Name">The category.</param>
/// <param name="ScaleFactor">Data units per unit of the model's strokes.</param>
/// <param name="MaxSeqLen">The most rows of a sketch.</param>
/// <param name="OutputKernel">[R, 6M+3]: pen logits (down, up, end), then M each of weight logits, μx, μy, log σx, log σy, atanh ρ.</param>
/// <param name="OutputBias">[6M+3].</param>
/// <param name="InputKernel">[5, 4R]: gates i, j, f, o.</param>
/// <param name="RecurrentKernel">[R, 4R].</param>
/// <param name="Bias">[4R], without the forget gate's bias of 1.</param>
internal sealed record MagentaModel(
    string Name, float ScaleFactor, int MaxSeqLen, float[] OutputKernel, float[] OutputBias, float[] InputKernel, float[] RecurrentKernel,
    float[] Bias)
{
    // The published ones have three million bytes each.
    private const int MostBytes = 1 << 29;
    private const int MostUnits = 16384, MostMixtures = 1000, MostRows = 65535, Columns = 5, Pens = 3;
    /// <summary>What the integers of a file count.</summary>
    internal const double Unit = 10.0 / short.MaxValue;
    private const string Expected = "[info, dims, arrays], as sketch-rnn's players read it";
    private static readonly string[] ArrayNames = ["output kernel", "output bias", "input kernel", "recurrent kernel", "bias"];

    /// <summary>R: units of the LSTM.</summary>
    public int Units => Bias.Length / 4;

    /// <summary>M: bivariate normals of the output.</summary>
    public int Mixtures => (OutputBias.Length - Pens) / 6;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, is incomplete, or holds something else.</exception>
    public static MagentaModel Read(string path)
    {
        byte[] bytes = Bytes(path);
        using JsonDocument document = Parse(path, bytes);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 3)
            throw Refuse(path, "", Expected, What(root));
        JsonElement info = root[0], dims = root[1], arrays = root[2];
        if (info.ValueKind != JsonValueKind.Object)
            throw Refuse(path, "info", "an object with name, scale_factor and max_seq_len", What(info));
        RequireDecoder(path, info);
        int[][] shapes = Shapes(path, dims);
        if (arrays.ValueKind != JsonValueKind.Array || arrays.GetArrayLength() != shapes.Length)
            throw Refuse(path, "arrays", $"{shapes.Length} arrays, one for each of dims", What(arrays));
        float[][] values = [.. shapes.Select((shape, i) => Values(path, ArrayNames[i], shape, arrays[i]))];
        return new MagentaModel(
            NameOf(path, info), (float)Number(path, info, "scale_factor", 1e-6, 1e6),
            (int)Number(path, info, "max_seq_len", 1, MostRows), values[0], values[1], values[2], values[3], values[4]);
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return SmallFile.Read(path, MostBytes, "a sketch-rnn model");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a sketch-rnn model (.gen.json)", e.Message, "check the path", e);
        }
    }

    private static JsonDocument Parse(string path, byte[] bytes)
    {
        try
        {
            const int depth = 64;
            if (JsonUnicode.FirstFault(bytes.AsSpan()[Start(bytes)..], depth) is { } at)
                throw Refuse(path, $"byte {at}", "valid Unicode text", "an unpaired surrogate");
            return JsonDocument.Parse(bytes.AsMemory()[Start(bytes)..]);
        }
        catch (JsonException e)
        {
            throw EndsEarly(bytes)
                ? new InputException(
                    path, "", Expected, $"an end after {bytes.Length:N0} bytes, in the middle of it",
                    "the download was cut off: download it again", e)
                : Refuse(path, $"line {e.LineNumber + 1}", Expected, "something that is not JSON");
        }
    }

    /// <summary>Whether the bytes are the beginning of a JSON text.</summary>
    private static bool EndsEarly(byte[] bytes)
    {
        Utf8JsonReader reader = new(bytes.AsSpan()[Start(bytes)..], isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Start(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    private static void RequireDecoder(string path, JsonElement info)
    {
        if (!info.TryGetProperty("mode", out JsonElement mode))
            return;
        bool draws = mode.ValueKind == JsonValueKind.String ? mode.ValueEquals("gen")
            : mode.ValueKind == JsonValueKind.Number && mode.TryGetInt32(out int number) && number == 2;
        if (!draws)
            throw Refuse(path, "info, mode", "2 or 'gen': a decoder that draws without a code", mode.GetRawText());
    }

    private static int[][] Shapes(string path, JsonElement dims)
    {
        if (dims.ValueKind != JsonValueKind.Array || dims.GetArrayLength() != ArrayNames.Length)
            throw Refuse(path, "dims", $"{ArrayNames.Length} shapes: {string.Join(", ", ArrayNames)}", What(dims));
        int[][] shapes = [.. dims.EnumerateArray().Select((shape, i) => Shape(path, ArrayNames[i], shape))];
        int units = shapes[4] is [var gates] && gates % 4 == 0 ? gates / 4 : 0;
        int outputs = shapes[1] is [var heads] && heads > Pens && (heads - Pens) % 6 == 0 ? heads : 0;
        if (units is < 1 or > MostUnits || outputs is 0 or > (6 * MostMixtures) + Pens)
            throw Refuse(path, "dims", "biases of 4 R gates and of 6 M + 3 outputs", dims.GetRawText());
        int[][] expected = [[units, outputs], [outputs], [Columns, 4 * units], [units, 4 * units], [4 * units]];
        int wrong = Array.FindIndex(ArrayNames, name => !Of(shapes, name).SequenceEqual(Of(expected, name)));
        return wrong < 0
            ? shapes
            : throw Refuse(
                path, $"dims, {ArrayNames[wrong]}", $"[{string.Join(", ", expected[wrong])}]", $"[{string.Join(", ", shapes[wrong])}]");

        static int[] Of(int[][] all, string name) => all[Array.IndexOf(ArrayNames, name)];
    }

    private static int[] Shape(string path, string name, JsonElement shape) =>
        shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() is 1 or 2
            ? [.. shape.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int value) ? value
                : throw Refuse(path, $"dims, {name}", "whole numbers", shape.GetRawText()))]
            : throw Refuse(path, $"dims, {name}", "one or two sizes", What(shape));

    private static float[] Values(string path, string name, int[] shape, JsonElement text)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        if (text.ValueKind != JsonValueKind.String || !text.TryGetBytesFromBase64(out byte[]? bytes))
            throw Refuse(path, name, "base64", text.ValueKind == JsonValueKind.String ? "other characters" : What(text));
        if (bytes.Length != 2 * count)
            throw Refuse(path, name, $"{count} numbers of two bytes", $"{bytes.Length} bytes");
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)) * Unit);
        return values;
    }

    private static double Number(string path, JsonElement info, string key, double min, double max)
    {
        if (!info.TryGetProperty(key, out JsonElement value))
            throw Refuse(path, "info", key, "none");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= min && number <= max
            ? number
            : throw Refuse(path, $"info, {key}", $"a number from {min} to {max}", value.GetRawText());
    }

    /// <summary>The name that the file says, or the file's.</summary>
    private static string NameOf(string path, JsonElement info) =>
        info.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String && name.GetString()
            is { Length: > 0 } said
            ? said
            : Path.GetFileName(path).Split('.')[0];

    private static string What(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => value.GetRawText(),
    };

    private static InputException Refuse(string path, string where, string expected, string found) =>
        new(path, where, expected, found, "name a .gen.json file of sketch-rnn");
}
