using System.IO.Hashing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Something that a dataset was made from: a file, or files of one folder that are alike.</summary>
public sealed record DatasetSource
{
    /// <summary>The file's name, or a pattern such as "*.svg", without folders.</summary>
    public required string Name { get; init; }

    /// <summary>The format's name on the command line.</summary>
    public required string Format { get; init; }

    /// <summary>How many files these are.</summary>
    public int Files { get; init; } = 1;

    /// <summary>How many sketches of theirs are in the dataset.</summary>
    public required int Sketches { get; init; }

    /// <summary>The licence in a few words, such as "CC BY 4.0", or null where none is known.</summary>
    public string? Licence { get; init; }

    /// <summary><see cref="ChecksumOf"/> the file, or null for several files.</summary>
    public string? Checksum { get; init; }

    /// <summary>XxHash128 (seed 0) of a file's bytes, as 32 hexadecimal digits.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static string ChecksumOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            XxHash128 hash = new();
            byte[] buffer = new byte[1 << 18];
            for (int read; (read = file.Read(buffer)) > 0;)
                hash.Append(buffer.AsSpan(0, read));
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a file that can be read", e.Message, inner: e);
        }
    }
}
