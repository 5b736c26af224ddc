using System.Buffers.Binary;
using System.Text;

namespace RpclPix2Seq.Tests.Models.Safetensors;

/// <summary>Makes the bytes of safetensors files, valid or not, from their JSON.</summary>
internal static class HeaderFile
{
    /// <summary>A complete file: the length of <paramref name="json"/>, the JSON, and <paramref name="dataLength"/> zero bytes.</summary>
    public static byte[] Bytes(string json, int dataLength) => Bytes(Encoding.UTF8.GetBytes(json), dataLength);

    public static byte[] Bytes(byte[] json, int dataLength)
    {
        byte[] file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        return file;
    }
}
