using System.Text;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>Files that people have in place of the one that they meant, told by how they begin and by their names.</summary>
internal static class ForeignFile
{
    /// <summary>How many bytes of a file suffice.</summary>
    public const int HeadBytes = 512;

    /// <summary>What a file is, and what to do; null if it is nothing of the kind.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="head">Its first bytes.</param>
    public static (string Found, string Remedy)? Describe(string path, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        if (StartsWith(text, "<!doctype html") || StartsWith(text, "<html"))
            return ("a web page", "it was saved in place of the file: download the file itself, on GitHub with Raw");
        if (head.StartsWith("version https://git-lfs.github.com/spec/"u8))
            return ("a pointer of Git LFS, not the file itself", "git lfs pull fetches the file");
        if (IsCheckpoint(Path.GetFileName(path), text))
            return ("a part of a TensorFlow checkpoint, which is a model", "its drawings are needed: import those, and train");
        return head switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..] =>
                ("a picture, which has no strokes", "a trained model draws it again as strokes: rpcl reconstruct, or rpcl sample"),
            _ when head.StartsWith("GIF8"u8) || (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) =>
                ("a picture, which has no strokes", "save it as PNG; a trained model draws it again as strokes: rpcl reconstruct"),
            _ when head.StartsWith("%PDF-"u8) => ("a PDF document", "save it as SVG, for example with Inkscape"),
            _ => null,
        };
    }

    /// <summary>Whether a path leads to a TensorFlow checkpoint: one of its files, the name they share, or their folder.</summary>
    public static bool IsCheckpoint(string path)
    {
        if (!Directory.Exists(path))
            return IsCheckpoint(Path.GetFileName(path), []);
        const int most = 1000;
        return Directory.EnumerateFiles(path).Take(most).Any(file => IsCheckpoint(Path.GetFileName(file), []));
    }

    /// <summary>The error for a file that is something else than it should be, or null.</summary>
    public static InputException? Error(string path, ReadOnlySpan<byte> head, string expected) =>
        Describe(path, head) is { } foreign ? new InputException(path, "", expected, foreign.Found, foreign.Remedy) : null;

    // TensorFlow writes NAME.ckpt-STEP with .index, .meta and .data-00000-of-00001 behind it, and a list of them.
    private static bool IsCheckpoint(string name, ReadOnlySpan<byte> text)
    {
        bool isList = name == "checkpoint" && text.StartsWith("model_checkpoint_path:"u8);
        return isList || name.Contains(".ckpt", StringComparison.Ordinal)
            || (name.Contains(".data-0", StringComparison.Ordinal) && name.Contains("-of-0", StringComparison.Ordinal));
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string start) =>
        text.Length >= start.Length && Encoding.Latin1.GetString(text[..start.Length]).Equals(start, StringComparison.OrdinalIgnoreCase);
}
