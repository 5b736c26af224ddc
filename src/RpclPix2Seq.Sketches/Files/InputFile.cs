using Microsoft.Win32.SafeHandles;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>A file opened for reading at any offset; every failure is an <see cref="InputException"/>.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public InputFile(string path)
    {
        Path = path;
        if (string.IsNullOrEmpty(path))
            throw new InputException("path", "", "the path of a file", "an empty path");
        if (Directory.Exists(path))
            throw new InputException(path, "", "a file", "a folder", "name a file in it");
        try
        {
            _handle = File.OpenHandle(path);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "", "a file", "none there", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException(path, "", "a file that can be read", e.Message, inner: e);
        }
    }

    public string Path { get; }

    /// <summary>The file's size in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>When the file was last written to; for a link, its target.</summary>
    public DateTime Written => File.GetLastWriteTimeUtc(_handle);

    public InputPlace Place => new(Path, "");

    /// <summary>Reads up to <paramref name="buffer"/>'s length; fewer bytes only at the end of the file.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        try
        {
            int total = 0;
            while (total < buffer.Length)
            {
                int read = RandomAccess.Read(_handle, buffer[total..], offset + total);
                if (read == 0)
                    break;
                total += read;
            }

            return total;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Place.Error(offset, "readable data", e.Message, inner: e);
        }
    }

    /// <summary>Reads exactly <paramref name="length"/> bytes of the item that <paramref name="what"/> names.</summary>
    public byte[] ReadExactly(long offset, int length, string what)
    {
        if (offset < 0 || offset > Length - length)
            throw Place.Error(offset, $"{length} bytes of {what}", $"a file of {Length} bytes", "the file is truncated or damaged");
        byte[] buffer = new byte[length];
        int read = Read(buffer, offset);
        return read == length
            ? buffer
            : throw Place.Error(offset, $"{length} bytes of {what}", $"{read} bytes", "the file changed while it was read");
    }

    public void Dispose() => _handle.Dispose();
}

/// <summary>A file, or a part of it, that an error refers to.</summary>
/// <param name="Source">The file.</param>
/// <param name="Part">The part in which byte offsets are counted, or empty for the file itself.</param>
internal readonly record struct InputPlace(string Source, string Part)
{
    public InputException Error(long offset, string expected, string found, string remedy = "", Exception? inner = null) =>
        Error($"byte {offset}", expected, found, remedy, inner);

    public InputException Error(string where, string expected, string found, string remedy = "", Exception? inner = null) =>
        new(Source, Part.Length == 0 ? where : $"{Part}, {where}", expected, found, remedy, inner);

    /// <summary>Text from a file, made safe for a message: short and without control characters.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int longest = 80;
        System.Text.StringBuilder quoted = new("'");
        foreach (char c in text.Length > longest ? text[..longest] : text)
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return quoted.Append(text.Length > longest ? "…'" : "'").ToString();
    }
}
