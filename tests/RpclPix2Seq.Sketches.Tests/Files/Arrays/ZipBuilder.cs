using System.IO.Compression;
using System.Text;

namespace RpclPix2Seq.Sketches.Tests.Files.Arrays;

/// <summary>Makes .npz files for tests with the framework's zip writer, which is independent of the code under test.</summary>
internal static class ZipBuilder
{
    public static byte[] Zip(params (string Name, byte[] Data)[] members) => Zip(CompressionLevel.Optimal, members);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Data)[] members)
    {
        using MemoryStream output = new();
        using (ZipArchive archive = new(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in members)
            {
                using Stream member = archive.CreateEntry(name, level).Open();
                member.Write(data);
            }
        }

        return output.ToArray();
    }

    /// <summary>A .npy file: format 1.0 header with this dictionary, then the data.</summary>
    public static byte[] Npy(string dictionary, byte[] data, byte major = 1)
    {
        byte[] text = Encoding.Latin1.GetBytes(dictionary + "\n");
        byte[] length = major == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, major, 0, .. length, .. text, .. data];
    }

    /// <summary>The header of an object array of <paramref name="count"/> items, then the pickle.</summary>
    public static byte[] Objects(int count, byte[] pickle) =>
        Npy($"{{'descr': '|O', 'fortran_order': False, 'shape': ({count},), }}", pickle);

    /// <summary>Bytes written as text: \u0080 and the like stand for single bytes.</summary>
    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
