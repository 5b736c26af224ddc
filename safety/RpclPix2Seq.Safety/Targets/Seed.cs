using System.Text;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Ways to write seeds and words.</summary>
internal static class Seed
{
    /// <summary>Texts as UTF-8.</summary>
    public static byte[][] Texts(params ReadOnlySpan<string> texts)
    {
        byte[][] bytes = new byte[texts.Length][];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Encoding.UTF8.GetBytes(texts[i]);
        return bytes;
    }

    /// <summary>Words separated by spaces and line breaks.</summary>
    public static byte[][] Words(string words) => Texts(words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Bytes written as text: \u0080 and the like stand for single bytes.</summary>
    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>The bytes that a file writer writes.</summary>
    /// <param name="write">Writes a file at the given path.</param>
    /// <param name="extension">With the dot.</param>
    public static byte[] Written(Action<string> write, string extension = "")
    {
        string path = Path.Combine(Path.GetTempPath(), $"rpcl-seed-{Guid.NewGuid():N}{extension}");
        try
        {
            write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
