using System.Buffers.Binary;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>Safetensors files whose header is as long as its prefix says.</summary>
internal static class SafetensorsEnvelope
{
    private const int PrefixBytes = 8;

    /// <summary>A file with the given JSON header and number of zero bytes of data.</summary>
    public static byte[] Of(ReadOnlySpan<byte> json, int dataBytes)
    {
        byte[] file = new byte[PrefixBytes + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file.AsSpan(PrefixBytes));
        return file;
    }

    /// <summary>The same bytes with the prefix set to where the last brace closes; one in four is left as it is.</summary>
    public static byte[] Repair(byte[] file, int variant)
    {
        ArgumentNullException.ThrowIfNull(file);
        int end = file.AsSpan().LastIndexOf((byte)'}');
        if (variant % 4 == 0 || end < PrefixBytes)
            return file;
        byte[] repaired = [.. file];
        BinaryPrimitives.WriteInt64LittleEndian(repaired, end + 1 - PrefixBytes);
        return repaired;
    }
}
