using System.Text;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>A tensor of a bundle, as its index describes it (tensorflow/core/protobuf/tensor_bundle.proto, BundleEntryProto).</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Type">The number of its type in TensorFlow.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a single number.</param>
/// <param name="Shard">Which data file has its bytes.</param>
/// <param name="Offset">Its first byte there.</param>
/// <param name="ByteCount">Its bytes, little-endian.</param>
/// <param name="Checksum">Their CRC-32C, masked.</param>
internal sealed record BundleEntry(string Name, int Type, IReadOnlyList<long> Shape, int Shard, long Offset, long ByteCount, uint Checksum)
{
    /// <summary>The number of the type float32.</summary>
    public const int Float32 = 1;

    private const int MostDimensions = 64;
    private static readonly Dictionary<int, string> TypeNames = new()
    {
        [Float32] = "float32",
        [2] = "float64",
        [3] = "int32",
        [4] = "uint8",
        [7] = "string",
        [9] = "int64",
        [10] = "bool",
        [14] = "bfloat16",
        [19] = "float16",
    };

    /// <summary>The type and the shape as text, such as <c>float32 [3,4]</c>.</summary>
    public string Description => $"{TypeNames.GetValueOrDefault(Type, $"type {Type}")} {Text(Shape)}";

    /// <summary>A shape as text.</summary>
    public static string Text(IEnumerable<long> shape) => $"[{string.Join(",", shape)}]";

    /// <summary>Reads an entry of the index.</summary>
    /// <exception cref="InvalidDataException">It is none, or does not agree with itself.</exception>
    public static BundleEntry Parse(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        (int type, long[] shape, long shard, long offset, long bytes, uint checksum) = (0, [], 0L, 0L, 0L, 0u);
        ProtoReader reader = new(value);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = (int)Math.Min(reader.Number(), int.MaxValue); break;
                case 2: shape = ParseShape(reader.Bytes()); break;
                case 3: shard = (long)reader.Number(); break;
                case 4: offset = (long)reader.Number(); break;
                case 5: bytes = (long)reader.Number(); break;
                case 6: checksum = reader.Fixed32(); break;
                case 7: throw new InvalidDataException("a variable in slices, which a partitioner made");
                default: reader.Skip(); break;
            }
        }

        if (shard is < 0 or > int.MaxValue || offset < 0 || bytes < 0 || bytes > long.MaxValue - offset)
            throw new InvalidDataException($"{bytes} bytes at {offset} of data file {shard}");
        if (type == Float32 && ByteCountOf(shape) != bytes)
            throw new InvalidDataException($"{bytes} bytes for float32 {Text(shape)}");
        return new BundleEntry(Encoding.UTF8.GetString(name), type, shape, (int)shard, offset, bytes, checksum);
    }

    /// <summary>The bytes of a float32 tensor; null if there are more than 2⁶³.</summary>
    public static long? ByteCountOf(IEnumerable<long> shape)
    {
        Int128 bytes = sizeof(float);
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
                return null;
        }

        return (long)bytes;
    }

    /// <summary>The entry's value in an index.</summary>
    public byte[] ToBytes()
    {
        ProtoWriter shape = new();
        foreach (long size in Shape)
            shape.Bytes(2, new ProtoWriter().Number(1, size).ToArray());
        return new ProtoWriter().Number(1, Type).Bytes(2, shape.ToArray()).Number(3, Shard).Number(4, Offset).Number(5, ByteCount)
            .Fixed32(6, Checksum).ToArray();
    }

    private static long[] ParseShape(ReadOnlySpan<byte> message)
    {
        List<long> sizes = [];
        ProtoReader shape = new(message);
        while (shape.Next())
        {
            if (shape.Field != 2)
            {
                shape.Skip();
                continue;
            }

            long size = 0;
            ProtoReader dimension = new(shape.Bytes());
            while (dimension.Next())
            {
                if (dimension.Field == 1)
                    size = (long)dimension.Number();
                else
                    dimension.Skip();
            }

            if (size < 0 || sizes.Count == MostDimensions)
                throw new InvalidDataException(size < 0 ? $"a size of {size}" : $"more than {MostDimensions} sizes");
            sizes.Add(size);
        }

        return [.. sizes];
    }
}

/// <summary>What an index says about the bundle (BundleHeaderProto), under the empty name.</summary>
/// <param name="Shards">The number of data files.</param>
internal sealed record BundleHeader(int Shards)
{
    private const int Version = 1, MostShards = 99_999;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none, or is that of a bundle that cannot be read here.</exception>
    public static BundleHeader Parse(ReadOnlySpan<byte> value)
    {
        ulong shards = 0, endianness = 0, least = 0;
        ProtoReader reader = new(value);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: shards = reader.Number(); break;
                case 2: endianness = reader.Number(); break;
                case 3: least = LeastReader(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }

        if (endianness != 0)
            throw new InvalidDataException("big-endian numbers");
        if (least > Version)
            throw new InvalidDataException($"a bundle for readers of version {least}; this one has {Version}");
        return shards is >= 1 and <= MostShards ? new BundleHeader((int)shards) : throw new InvalidDataException($"{shards} data files");
    }

    /// <summary>The header's value in an index.</summary>
    public byte[] ToBytes() => new ProtoWriter().Number(1, Shards).Bytes(3, new ProtoWriter().Number(1, Version).ToArray()).ToArray();

    private static ulong LeastReader(ReadOnlySpan<byte> version)
    {
        ulong least = 0;
        ProtoReader reader = new(version);
        while (reader.Next())
        {
            if (reader.Field == 2)
                least = reader.Number();
            else
                reader.Skip();
        }

        return least;
    }
}
