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

    private readonly string _target, _path, _sidecar;
    private readonly FileStream _stream;
    private bool _isCompleted;

    /// <summary>Opens what an earlier run left, if it came from the same address, or an empty part.</summary>
    /// <param name="target">The path of the finished file.</param>
    /// <param name="source">The address of the file.</param>
    /// <exception cref="IOException">It cannot be written, or another process is writing it.</exception>
    public PartialFile(string target, Uri source)
    {
        (_target, _path, _sidecar) = (target, target + Suffix, target + Suffix + ".json");
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            (Remote, Length) = (ReadSidecar(), _stream.Length);
            IsResumed = Length > 0 && Remote?.Url == source.AbsoluteUri && Length <= (Remote.Length ?? long.MaxValue);
            if (!IsResumed)
                Discard();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the server said about the complete file, or null if nothing of it has arrived.</summary>
    public RemoteFile? Remote { get; private set; }

    /// <summary>Bytes that have arrived.</summary>
    public long Length { get; private set; }

    /// <summary>Whether it has bytes that an earlier run left.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Whether all bytes have arrived; false if the length is unknown.</summary>
    public bool IsWhole => Remote?.Length == Length;

    /// <summary>Starts the file that <paramref name="remote"/> describes, with no bytes.</summary>
    public void Begin(RemoteFile remote)
    {
        Discard();
        AtomicFile.WriteAllText(_sidecar, RecordJson.Render(remote));
        Remote = remote;
    }

    /// <summary>Marks the file as complete, for a server that has only now stated its length.</summary>
    public void SetWhole() => Remote = Remote! with { Length = Length };

    /// <summary>Discards all received bytes.</summary>
    public void Discard()
    {
        // In this order: bytes without a description are downloaded again, but a description without its bytes would be trusted.
        File.Delete(_sidecar);
        if (_stream.Length > 0)
            _stream.SetLength(0);
        (Remote, Length, IsResumed) = (null, 0, false);
    }

    /// <summary>Appends received bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Position = Length;
        _stream.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>Compares all received bytes with the checksum that the server gave, if it gave one.</summary>
    /// <exception cref="TransferInterruptedException">It differs; the received bytes are discarded.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        if (Remote?.Crc32C is not { } expected)
            return;
        _stream.Position = 0;
        string found = Crc32C.Of(_stream, cancellationToken);
        if (found == expected)
            return;
        Discard();
        throw new TransferInterruptedException($"what arrived has the CRC-32C {found}, the server's file {expected}");
    }

    /// <summary>Flushes the file to disk and gives it its name, replacing any existing file.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_path, _target, overwrite: true);
        _isCompleted = true;
        File.Delete(_sidecar);
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

    private RemoteFile? ReadSidecar()
    {
        try
        {
            return RecordJson.Read<RemoteFile>(_sidecar, "what a server says about a file");
        }
        catch (InputException)
        {
            // A description that cannot be read counts as missing: the file is downloaded from the start.
            return null;
        }
    }
}
