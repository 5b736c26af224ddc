using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using RpclPix2Seq.Sketches.IO;

namespace RpclPix2Seq.Training;

/// <summary>
/// Writes the files of a checkpoint, with their checksums, and flushes them to disk on a thread of its own. After its first checkpoint, which is to be waited for, that thread allocates no
/// managed memory (<see cref="AllocatedLast"/>), and a thread that allocates nothing begins no garbage collection: one begun while the training thread is inside libtorch would free the
/// numbers it has handed over. Only where writing fails it allocates, for the exception; the room on the disk was reserved before.
/// </summary>
internal sealed class CheckpointWriter : IDisposable
{
    private const int Piece = 1 << 22;
    private readonly object _gate = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Thread? _thread;
    private CheckpointImage? _image;
    private IReadOnlyList<ReservedFile> _targets = [];
    private Exception? _error;
    private bool _ends;

    /// <summary>Bytes of managed memory that the thread allocated for the last checkpoint: from the end of the one before it, or from its own start.</summary>
    public long AllocatedLast { get; private set; }

    /// <summary>Writes on the calling thread.</summary>
    public void WriteHere(CheckpointImage image, IReadOnlyList<ReservedFile> targets) => Write(image, targets);

    /// <summary>Begins to write on the other thread, which must have nothing to do.</summary>
    /// <param name="image">What to write; untouched until it is written.</param>
    /// <param name="targets">A file for each of its files.</param>
    public void Begin(CheckpointImage image, IReadOnlyList<ReservedFile> targets)
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "checkpoints" };
            _thread.Start();
        }

        lock (_gate)
        {
            (_image, _targets, _error) = (image, targets, null);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether it has nothing to do any more.</summary>
    /// <param name="wait">Whether to wait until it has.</param>
    /// <exception cref="Exception">What went wrong.</exception>
    public bool IsDone(bool wait)
    {
        Exception? error;
        lock (_gate)
        {
            while (wait && _image is not null)
                Monitor.Wait(_gate);
            if (_image is not null)
                return false;
            (error, _error) = (_error, null);
        }

        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.PulseAll(_gate);
        }

        _thread?.Join();
        _hash.Dispose();
    }

    private void Run()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (true)
        {
            lock (_gate)
            {
                while (_image is null && !_ends)
                    Monitor.Wait(_gate);
                if (_image is null)
                    return;
            }

            Exception? error = null;
            try
            {
                Write(_image, _targets);
            }
            catch (Exception e)
            {
                error = e; // thrown again where the result is asked for
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread();
            (AllocatedLast, before) = (allocated - before, allocated);
            lock (_gate)
            {
                (_image, _error) = (null, error);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Write(CheckpointImage image, IReadOnlyList<ReservedFile> targets)
    {
        // No foreach: enumerating an interface would allocate.
        for (int i = 0; i < image.Files.Count; i++)
        {
            PreparedFile file = image.Files[i];
            for (long offset = 0; offset < file.Content.Length;)
            {
                Span<byte> piece = file.Content.Slice(offset, (int)Math.Min(Piece, file.Content.Length - offset));
                _hash.AppendData(piece);
                targets[i].Write(piece, offset);
                offset += piece.Length;
            }

            _hash.GetHashAndReset(file.Hash);
            targets[i].Flush();
        }
    }
}
