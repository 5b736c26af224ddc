using System.Text;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>TensorFlow's checkpoints: the index with its blocks, packed and plain, and what it says about the data.</summary>
internal static class CheckpointTargets
{
    private const int DataBytes = 64;
    private const string Name = "vector";

    public static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget
        {
            Name = "tensor-bundle",
            FileName = Name + TensorBundleReader.IndexSuffix,
            Seeds = [TableEnvelope.Of(Entries()), Packed(), TableEnvelope.Of(([], new BundleHeader(3).ToBytes()))],
            Tokens =
            [
                .. Seed.Words("RPCL-pix2seq/latent_mu /Adam /filter"), [0x08, 0x01], [0x12, 0x02, 0x08], [0x28, 0x40], [0x35],
                [0xFF, 0xFF, 0xFF, 0xFF, 0x07],
            ],
            Read = ReadBundle,
            Envelope = TableEnvelope.Repair,
            Weight = 16,
        };
        yield return new FuzzTarget
        {
            Name = "snappy",
            Seeds =
            [
                [3, 2 << 2, .. "abc"u8], [9, 2 << 2, .. "abc"u8, (2 << 2) | 1, 3], [70, 60 << 2, 69, .. new byte[70]],
                [134, 1, 2 << 2, .. "abc"u8, (63 << 2) | 2, 3, 0, (63 << 2) | 3, 1, 0, 0, 0, 2 << 2, .. "def"u8],
            ],
            Read = ReadPacked,
        };
    }

    private static void ReadBundle(FuzzInput input)
    {
        string folder = Path.GetDirectoryName(input.Path)!, data = TensorBundleReader.DataPath(Path.Combine(folder, Name), 0, 1);
        if (!File.Exists(data))
            File.WriteAllBytes(data, new byte[DataBytes]);
        using TensorBundleReader reader = TensorBundleReader.Open(input.Path);
        foreach (BundleEntry entry in reader.Entries)
        {
            Promise.Holds(entry.Shape.All(size => size >= 0) && entry.Offset >= 0 && entry.ByteCount >= 0, "a negative size");
            if (entry.Type == BundleEntry.Float32)
                Promise.Holds(reader.Read(entry).Length * (long)sizeof(float) == entry.ByteCount, "another number of numbers");
        }
    }

    private static void ReadPacked(FuzzInput input)
    {
        try
        {
            _ = Snappy.Unpack(input.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw new InputException("block", "", "a packed block", e.Message, "", e);
        }
    }

    /// <summary>An index of five variables that share the zeros of one data file.</summary>
    private static (byte[] Key, byte[] Value)[] Entries() =>
    [
        ([], new BundleHeader(1).ToBytes()), Entry("RPCL-pix2seq/decoder/fc/linear/fc_b", 0, 4),
        Entry("RPCL-pix2seq/latent_alpha", 16, 2, 1), Entry("RPCL-pix2seq/latent_mu", 0, 2, 8),
        Entry("RPCL-pix2seq/latent_mu/Adam", 8, 0, 7), Entry("num_of_steps", 60),
    ];

    /// <summary>The same in one block that is packed into one literal.</summary>
    private static byte[] Packed()
    {
        byte[] block =
        [
            .. Entries().SelectMany(entry => (byte[])[0, (byte)entry.Key.Length, (byte)entry.Value.Length, .. entry.Key, .. entry.Value]),
            .. new byte[4], 1, 0, 0, 0,
        ];
        int length = block.Length;
        return TableEnvelope.OfBlock(
            [(byte)(length | 0x80), (byte)(length >> 7), 61 << 2, (byte)(length - 1), (byte)((length - 1) >> 8), .. block], 1);
    }

    private static (byte[], byte[]) Entry(string name, long offset, params long[] shape)
    {
        long bytes = BundleEntry.ByteCountOf(shape)!.Value;
        return (
            Encoding.UTF8.GetBytes(name),
            new BundleEntry(name, BundleEntry.Float32, shape, 0, offset, bytes, Crc32C.Masked(new byte[bytes])).ToBytes());
    }
}
