using System.Buffers;
using System.Buffers.Binary;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Pickles of two small sketches as the Python versions write them, opcode by opcode.</summary>
internal static class PickleSeeds
{
    /// <summary>Sketches in each pickle.</summary>
    public const int Sketches = 2;

    private const string Reconstruct = "cnumpy.core.multiarray\n_reconstruct\n";

    // Three rows of int16: (1, 2, 0), (−3, 4, 0) and (5, −6, 1).
    private const string Rows = "\u0001\0\u0002\0\0\0\u00fd\u00ff\u0004\0\0\0\u0005\0\u00fa\u00ff\u0001\0";

    /// <summary>Every dialect.</summary>
    public static byte[][] All { get; } = [Python2(), Python3(), Protocol2(), Protocol5(), Lists(), Numbers()];

    /// <summary>A .npy file of an object array with this pickle.</summary>
    public static byte[] Npy(byte[] pickle) => [.. NpyHeader.Write(new NpyDtype('O', 8, false), [Sketches]), .. pickle];

    private static byte[] Python2()
    {
        string dtype = Type("U\u0002i2", "U\u0001<", "K\0K\u0001");
        string item = $"h\u0001h\u0002K\0\u0085U\u0001b\u0087R(K\u0001K\u0003K\u0003\u0086{dtype}\u0089U\u0012{Rows}tb";
        const string outer = "q\u0001cnumpy\nndarray\nq\u0002K\0\u0085U\u0001b\u0087R(K\u0001K\u0002\u0085";
        string objects = Type("U\u0002O8", "U\u0001|", "K\0K\u0001");
        return Seed.Latin($"\u0080\u0002{Reconstruct}{outer}{objects}\u0089]({item}{item}etb.");
    }

    private static byte[] Python3()
    {
        ArrayBufferWriter<byte> output = new();
        PickleWriter pickle = new(output, new NpyDtype('f', 4, false));
        pickle.Begin(Sketches);
        for (int i = 0; i < Sketches; i++)
        {
            pickle.WriteItem(2 + i, 3, (destination, _) =>
            {
                destination.Clear();
                BinaryPrimitives.WriteSingleLittleEndian(destination[12..], 1.5f);
                BinaryPrimitives.WriteSingleLittleEndian(destination[20..], 1);
            });
        }

        pickle.End();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>As Python 3 writes for Python 2: bytes as text that is to be encoded.</summary>
    private static byte[] Protocol2()
    {
        string text = Rows.Replace("\u00fd", "\u00c3\u00bd", StringComparison.Ordinal)
            .Replace("\u00ff", "\u00c3\u00bf", StringComparison.Ordinal)
            .Replace("\u00fa", "\u00c3\u00ba", StringComparison.Ordinal);
        string encoded = $"c_codecs\nencode\n(X{(char)text.Length}\0\0\0{text}X\u0006\0\0\0latin1tR";
        string empty = $"{Reconstruct}cnumpy\nndarray\nK\0\u0085c_codecs\nencode\nX\u0001\0\0\0bX\u0006\0\0\0latin1\u0086R\u0087R";
        string dtype = Type("X\u0002\0\0\0i2", "X\u0001\0\0\0<", "\u0089\u0088");
        string item = $"{empty}(K\u0001K\u0003K\u0003\u0086{dtype}\u0089{encoded}tb";
        return Seed.Latin($"\u0080\u0002{Outer()}({item}{item}etb.");
    }

    /// <summary>With frames, memoized names on the stack, and buffers.</summary>
    private static byte[] Protocol5()
    {
        string from = "\u008c\u0012numpy.core.numeric\u008c\u000b_frombuffer\u0093\u0094";
        string numbers = Type("\u008c\u0002i2", "\u008c\u0001<", "\u0089\u0088");
        string item = $"(\u0096\u0012\0\0\0\0\0\0\0{Rows}\u0094{numbers}K\u0003K\u0003\u0086\u008c\u0001CtR\u0094";
        const string reconstruct =
            "\u008c\u0015numpy.core.multiarray\u008c\u000c_reconstruct\u0093\u0094\u008c\u0005numpy\u008c\u0007ndarray\u0093\u0094";
        string objects = Type("\u008c\u0002O8", "\u008c\u0001|", "\u0089\u0088");
        string outer = $"{reconstruct}K\0\u0085\u0094C\u0001b\u0087\u0094R\u0094(K\u0001K\u0002\u0085\u0094{objects}\u0094\u0089";
        string body = $"{outer}]\u0094({from}{item}h\u000aetb.";
        return Seed.Latin($"\u0080\u0005\u0095{(char)(body.Length & 255)}{(char)(body.Length >> 8)}\0\0\0\0\0\0{body}");
    }

    /// <summary>Sketches as lists of rows.</summary>
    private static byte[] Lists()
    {
        const string item = "](K\u0001K\u0002K\0\u0087G\u003f\u00f8\0\0\0\0\0\0J\u00fe\u00ff\u00ff\u00ffK\u0001\u0087e";
        return Seed.Latin($"\u0080\u0003{Outer()}({item}{item}etb.");
    }

    /// <summary>One array [2, 1, 3] of objects.</summary>
    private static byte[] Numbers() => Seed.Latin(
        $"\u0080\u0003{Reconstruct}cnumpy\nndarray\nK\0\u0085C\u0001b\u0087R(K\u0001K\u0002K\u0001K\u0003\u0087{Objects}\u0089]"
        + "(K\u0001K\u0002K\0K\u0003K\u0004K\u0001etb.");

    private static string Outer() => $"{Reconstruct}cnumpy\nndarray\nK\0\u0085C\u0001b\u0087R(K\u0001K\u0002\u0085{Objects}\u0089]";

    private static string Objects => Type("X\u0002\0\0\0O8", "X\u0001\0\0\0|", "\u0089\u0088");

    private static string Type(string name, string order, string flags) =>
        $"cnumpy\ndtype\n{name}{flags}\u0087R(K\u0003{order}NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb";
}
