using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>
/// A file that drawings are read from, or its content in memory. Gzip is recognized by its first bytes and decompressed on the fly; text in
/// UTF-16, as PowerShell writes it, becomes UTF-8.
/// </summary>
internal sealed class DrawingFile
{
    private const int HeadBytes = 4096;
    private readonly byte[]? _content;
    private readonly byte[] _head;
    private readonly Encoding? _utf16;
    private readonly long _length;
    private readonly DateTime _written;

    private DrawingFile(string path, DrawingLimits limits)
    {
        Path = path;
        Limits = limits;
        using InputFile file = new(path);
        (_length, _written) = (file.Length, file.Written);
        byte[] start = new byte[2];
        IsCompressed = file.Read(start, 0) == 2 && start[0] == 0x1F && start[1] == 0x8B;
        _head = ReadHead();
        _utf16 = Utf16Of(_head);
        if (_utf16 is not null)
            _head = ReadHead();
    }

    private DrawingFile(string name, byte[] content)
    {
        (Path, Limits, _content, _head, _length) = (name, DrawingLimits.Default, content, content[..Math.Min(HeadBytes, content.Length)],
            content.Length);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>Limits on memory and time.</summary>
    public DrawingLimits Limits { get; }

    /// <summary>Whether it is gzip-compressed.</summary>
    public bool IsCompressed { get; }

    /// <summary>The file name without its folder and without ".gz".</summary>
    public string Name => IsCompressed && System.IO.Path.GetExtension(Path).Equals(".gz", StringComparison.OrdinalIgnoreCase)
        ? System.IO.Path.GetFileNameWithoutExtension(Path)
        : System.IO.Path.GetFileName(Path);

    /// <summary>The first bytes of the content, at most 4,096.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>Opens a file and reads its first bytes.</summary>
    /// <exception cref="InputException">It is missing, is a folder, cannot be read, or is gzip data damaged from the first block
    /// on.</exception>
    public static DrawingFile At(string path, DrawingLimits? limits = null) => new(path, limits ?? DrawingLimits.Default);

    /// <summary>Content in memory that is not compressed.</summary>
    /// <param name="name">A file name with the extension of its format, for messages too.</param>
    /// <param name="content">The content.</param>
    public static DrawingFile InMemory(string name, byte[] content) => new(name, content);

    /// <summary>
    /// Opens the content, decompressed. Reading throws <see cref="InputException"/> if the file is damaged or decompresses to far more than
    /// it should.
    /// </summary>
    /// <exception cref="InputException">The file cannot be opened.</exception>
    public Stream Open()
    {
        if (_content is not null)
            return new MemoryStream(_content, writable: false);
        try
        {
            FileStream stream = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
            Stream content = IsCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            content = new GuardedStream(content, Path, IsCompressed ? UnpackedBytes : long.MaxValue);
            return _utf16 is null ? content : Encoding.CreateTranscodingStream(content, _utf16, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Path, "", "a file that can be read", e.Message, inner: e);
        }
    }

    /// <summary>The most bytes that what is packed in the file may take unpacked.</summary>
    public long UnpackedBytes => Math.Max(Limits.FreeDecompressedBytes, _length * Limits.DecompressionRatio);

    /// <summary>Reads the complete content, for formats that are one document.</summary>
    /// <exception cref="InputException">It is larger than <see cref="DrawingLimits.DocumentBytes"/>, or cannot be read.</exception>
    public byte[] ReadDocument()
    {
        // As large as the file, so that usually nothing is copied; decompressed content is a few times larger.
        using Stream stream = Open();
        byte[] content = new byte[Math.Clamp(IsCompressed ? 4 * _length : _length, 1, Limits.DocumentBytes)];
        int count = 0;
        for (int read; (read = stream.Read(content.AsSpan(count))) > 0;)
        {
            count += read;
            if (count < content.Length)
                continue;
            int next = stream.ReadByte();
            if (next < 0)
                break;
            if (count >= Limits.DocumentBytes)
                throw new InputException(
                    Path, "", $"a document of at most {Limits.DocumentBytes} bytes", "a longer one", "cut it into several files");
            Array.Resize(ref content, (int)Math.Min(2L * count, Limits.DocumentBytes));
            content[count++] = (byte)next;
        }

        Array.Resize(ref content, count);
        return content;
    }

    /// <summary>Call this after everything was read.</summary>
    /// <exception cref="InputException">The file has changed since it was opened first.</exception>
    public void RequireUnchanged()
    {
        if (_content is null && !IsUnchanged())
            throw new InputException(
                Path, "", $"the file of {_length} bytes that was opened", "that it changed while it was read",
                "wait until the program that writes it is done");
    }

    private byte[] ReadHead()
    {
        using Stream content = Open();
        byte[] head = new byte[HeadBytes];
        Array.Resize(ref head, content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
        return head;
    }

    // By its byte order mark. XML, which begins with <, says itself what it is in.
    private static Encoding? Utf16Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, not (byte)'<', ..] => Encoding.Unicode,
        [0xFE, 0xFF, _, not (byte)'<', ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private bool IsUnchanged()
    {
        try
        {
            using InputFile now = new(Path);
            return (now.Length, now.Written) == (_length, _written);
        }
        catch (InputException)
        {
            return false;
        }
    }
}
