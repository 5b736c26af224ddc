using System.Buffers.Binary;
using System.Text;
using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Targets;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Models, datasets and configurations that lie.</summary>
internal static class ModelAttacks
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Tensors("overlap", "two tensors that share their bytes", "without overlap",
            "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8),
        Tensors("hole", "bytes between tensors that no reader sees", "hole",
            "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", 16),
        Tensors("remainder", "bytes behind the tensors that no reader sees, another file perhaps", "as many as the tensors have",
            "{" + A + "}", 64),
        Tensors("twice", "two tensors of one name, of which readers may take either", "every name once", "{" + A + "," + A + "}", 8),
        Tensors("escaped-twice", "the same with one name written in escapes", "every name once",
            "{" + A + ",\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}}", 8),
        Tensors("past-the-end", "offsets behind the end of the file", "data bytes",
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1000000],\"data_offsets\":[0,1000000]}}", 8),
        Tensors("negative", "a negative size", "another number", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8),
        Tensors("overflow", "sizes whose product is 0 in 64 bits", "below 2^63",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0),
        Tensors("dtype", "elements of another size than the bytes", "8 bytes for F64 [1]",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
        Tensors("backwards", "an end before the beginning", "data_offsets 8 to 0",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8),
        Tensors("terminal", "a key that clears the terminal in which the error is read", "dtype, shape and data_offsets alone",
            "{\"a\":{\"\\u001b[2J\":1}}", 0),
        Tensors("deep", "objects inside each other", "dtype, shape and data_offsets alone", "{\"a\":" + string.Concat(
            Enumerable.Repeat("{\"a\":", 1000)), 0),
        new("safetensors-header.safetensors", "a header of 2^63 bytes", AttackOutcome.Refused, "a header length", () => HeaderOf(
            long.MaxValue)),
        new("safetensors-header-long.safetensors", "a header of 100 MB in a file of 80 bytes", AttackOutcome.Refused, "cut short",
            () => HeaderOf(100_000_000)),
        new("container-counts.sketches", "a header of two billion sketches, its checksum right", AttackOutcome.Refused,
            "a file of", Container),
        Text("manifest-traversal.json", "a container outside the folder", "'train.sketches'", () => Manifest()
            .Replace("train.sketches", "../../etc/passwd", StringComparison.Ordinal)),
        Text("manifest-counts.json", "two billion sketches in a file of two rows", "a whole number from 2147483647",
            () => Manifest().Replace("\"sketches\": 1,", "\"sketches\": 2147483647,", StringComparison.Ordinal)),
        Text("config-terminal.json", "a key that clears the terminal in which the error is read", "?[2J", () => "{\"\\u001b[2J\": 1}"),
        Text("config-keys.json", "fifty thousand keys, each to be placed in its line", "at most 1000 keys",
            () => $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a{i}\":1"))}}}") with
        {
            IsLarge = true,
            MostMemory = 64 << 20,
        },
        Text("blanks.hparams", "blanks that a careless pattern tries to divide in every way", "name=value",
            () => $"z_size{new string(' ', 30_000)}={new string(' ', 30_000)}[") with
        {
            IsLarge = true,
        },
        Text("history-null.jsonl", "a history with nothing where a sketch should be", "an exemplar of no component",
            () => """{"step":1,"weights":[1],"exemplars":[null]}""" + "\n"),
    ];

    private static Attack Tensors(string name, string tries, string says, string json, int dataBytes) => new(
        $"safetensors-{name}.safetensors", tries, AttackOutcome.Refused, says,
        () => SafetensorsEnvelope.Of(Encoding.UTF8.GetBytes(json), dataBytes));

    private static Attack Text(string name, string tries, string says, Func<string> make) =>
        new(name, tries, AttackOutcome.Refused, says, () => Encoding.UTF8.GetBytes(make()));

    private static byte[] HeaderOf(long length)
    {
        byte[] file = SafetensorsEnvelope.Of(Encoding.UTF8.GetBytes("{" + A + "}"), 8);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        return file;
    }

    private static byte[] Container()
    {
        byte[] file = new byte[ContainerLayout.HeaderBytes + ContainerLayout.FooterBytes];
        new ContainerHeader(int.MaxValue, int.MaxValue, 1, 1, OffsetType.Int16).Encode(file);
        return file;
    }

    private static string Manifest() => Encoding.UTF8.GetString(DatasetTargets.Manifest());
}
