using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// The part of a file that has arrived, NAME.part, and what its server said about the complete file, NAME.part.json, so that a later
/// attempt or run can resume. While open, it keeps other processes out. It becomes NAME only when it is complete.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    /// <summary>The suffix of the part's name.</summary>
    public const string Suffix = ".part";

    private const int LongestSidecar = 1 << 16;

    private readonly string _target;
    private readonly string _path;
    private readonly string _sidecar;
    private readonly FileStream _stream;
    private bool _isCompleted;

    private PartialFile(string target)
    {
        (_target, _path, _sidecar) = (target, target + Suffix, target + Suffix + ".json");
        _stream = Try(() => new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
    }

    /// <summary>What the server said about the complete file, or null if nothing of it has arrived.</summary>
    public RemoteFile? Remote { get; private set; }

    /// <summary>Bytes that have arrived.</summary>
    public long Length { get; private set; }

    /// <summary>Whether it has bytes that an earlier run left.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Whether all bytes have arrived; false if the length is unknown.</summary>
    public bool IsWhole => Remote?.Length == Length;

    /// <summary>
    /// Opens the part of <paramref name="target"/>: what an earlier run left, if it came from the same address, or an empty one.
    /// </summary>
    /// <param name="target">The path of the finished file.</param>
    /// <param name="source">The address of the file.</param>
    /// <exception cref="InputException">It cannot be written, or another process is writing it.</exception>
    public static PartialFile Open(string target, Uri source)
    {
        PartialFile part = new(target);
        try
        {
            RemoteFile? remote = part.ReadSidecar();
            long length = part.Try(() => part._stream.Length);
            if (remote is null || remote.Url != source.AbsoluteUri || length == 0 || length > (remote.Length ?? long.MaxValue))
                part.Discard();
            else
                (part.Remote, part.Length, part.IsResumed) = (remote, length, true);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Starts the file that <paramref name="remote"/> describes, with no bytes.</summary>
    public void Begin(RemoteFile remote)
    {
        Discard();
        AtomicFile.WriteAllText(_sidecar, JsonSerializer.Serialize(remote, RecordJson.Indented) + "\n");
        Remote = remote;
    }

    /// <summary>Marks the file as complete, for a server that has only now stated its length.</summary>
    public void SetWhole() => Remote = Remote! with { Length = Length };

    /// <summary>Discards all received bytes.</summary>
    public void Discard()
    {
        Try(() =>
        {
            // In this order: bytes without a description are downloaded again, but a description without its bytes would be trusted.
            File.Delete(_sidecar);
            if (_stream.Length > 0)
                _stream.SetLength(0);
            return true;
        });
        (Remote, Length, IsResumed) = (null, 0, false);
    }

    /// <summary>Appends received bytes.</summary>
    /// <exception cref="InputException">It cannot be written; the disk may be full.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Position = Length;
            _stream.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }

        Length += bytes.Length;
    }

    /// <summary>Compares all received bytes with the checksum that the server gave, if it gave one.</summary>
    /// <exception cref="TransferInterruptedException">It differs; the received bytes are discarded.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        if (Remote?.Crc32C is not { } expected)
            return;
        string found = Try(() =>
        {
            _stream.Position = 0;
            return Crc32C.Of(_stream, cancellationToken);
        });
        if (found == expected)
            return;
        Discard();
        throw new TransferInterruptedException($"what arrived has the CRC-32C {found}, the server's file {expected}");
    }

    /// <summary>Flushes the file to disk and gives it its name, replacing any existing file.</summary>
    public void Complete()
    {
        Try(() =>
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_path, _target, overwrite: true);
            _isCompleted = true;
            File.Delete(_sidecar);
            return true;
        });
        AtomicFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(_target))!);
    }

    /// <summary>Keeps the received bytes for a later attempt; leaves no files if there are none.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_isCompleted || Length > 0)
            return;
        try
        {
            File.Delete(_sidecar);
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file stays behind, which is harmless; why it could not be written was already reported.
        }
    }

    // A description that cannot be read counts as missing: the file is downloaded from the start.
    private RemoteFile? ReadSidecar()
    {
        try
        {
            if (new FileInfo(_sidecar) is not { Exists: true, Length: <= LongestSidecar })
                return null;
            RemoteFile? remote = JsonSerializer.Deserialize<RemoteFile>(File.ReadAllBytes(_sidecar), RecordJson.Indented);
            return remote is { Url: not null, Length: null or >= 0 } ? remote : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    private InputException NotWritable(Exception e) => new(
        _path,
        "",
        "a file that can be written",
        e.Message,
        "see that the disk has room and that no other download writes it; what has arrived is kept",
        e);
}
