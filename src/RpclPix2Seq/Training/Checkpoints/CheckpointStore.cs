using System.Security.Cryptography;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training.Checkpoints;

/// <summary>
/// Writes the checkpoints of a run while training continues, at most one at a time, and keeps the newest and the best. Each is written to a
/// folder of its own; the manifest, written last, makes it a checkpoint, and the folder is then renamed. Whatever goes wrong on the way,
/// the earlier ones stay intact.
/// </summary>
internal sealed class CheckpointStore : IDisposable
{
    // For the manifest, folders, and what a file system needs for itself.
    private const long Margin = 1 << 20;

    private readonly RunFolder _run;
    private readonly int _keep;
    private Task<IReadOnlyList<ManifestFile>>? _writing;
    private string _partial = "", _folder = "";
    private long _step, _best;

    /// <param name="run">The run.</param>
    /// <param name="keep">How many of the newest checkpoints are kept, at least 2.</param>
    public CheckpointStore(RunFolder run, int keep)
    {
        _run = run;
        _keep = Math.Max(keep, 2);
        NextNumber = RunCheckpoints.List(run).Select(checkpoint => checkpoint.Number).FirstOrDefault() + 1;
    }

    /// <summary>The number that the next checkpoint gets.</summary>
    public long NextNumber { get; private set; }

    /// <summary>Starts to write a checkpoint, after the previous one has been written.</summary>
    /// <param name="image">The checkpoint.</param>
    /// <param name="best">The number of the best checkpoint, which may be this one's.</param>
    /// <param name="waits">Whether to wait until it is written.</param>
    /// <returns>The checkpoints that were completed.</returns>
    /// <exception cref="InputException">It cannot be written; the earlier ones are untouched.</exception>
    public IReadOnlyList<string> Begin(CheckpointImage image, long best, bool waits)
    {
        List<string> completed = [.. Collect(wait: true)];
        Guard(() => Prepare(image, best));
        string partial = _partial;
        _writing = Task.Run(() => image.Write(partial));
        if (waits)
            completed.AddRange(Collect(wait: true));
        return completed;
    }

    /// <summary>Completes a checkpoint whose files are written.</summary>
    /// <param name="wait">Whether to wait for them.</param>
    /// <returns>Its folder, or nothing.</returns>
    /// <exception cref="InputException">It could not be written; the earlier ones are untouched.</exception>
    public IReadOnlyList<string> Collect(bool wait)
    {
        if (_writing is not { } writing || (!wait && !writing.IsCompleted))
            return [];
        _writing = null;
        Guard(() => Complete(writing.GetAwaiter().GetResult()));
        return [_folder];
    }

    /// <summary>Waits for a checkpoint that is being written, and leaves it without its manifest.</summary>
    public void Dispose()
    {
        if (_writing is { } writing)
            Task.WhenAny(writing).Wait();
    }

    private void Prepare(CheckpointImage image, long best)
    {
        (_step, _best) = (image.Step, best);
        Directory.CreateDirectory(_run.Checkpoints);
        SafeFolders.RequireRoom(_run.Checkpoints, image.Size + Margin);
        _folder = RunCheckpoints.NewFolder(_run, image.Step);
        _partial = _folder + RunCheckpoints.PartialSuffix;
        SafeFolders.Renew(_partial);
    }

    private void Complete(IReadOnlyList<ManifestFile> files)
    {
        CheckpointManifest.Create(NextNumber, _step, _best, files).Write(_partial);
        SafeFolders.Publish(_partial, _folder);
        NextNumber++;
        RunCheckpoints.Link(_run);
        RunCheckpoints.Prune(_run, _keep);
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e)
        {
            if (!DiskFaults.PowerIsOff)
                TidyUp();
            if (e is IOException or UnauthorizedAccessException or InputException)
            {
                throw new InputException(
                    _folder.Length > 0 ? _folder : _run.Checkpoints, "", "a checkpoint that can be written",
                    (e as InputException)?.Found ?? e.Message,
                    "make room and use --resume: the earlier checkpoints are untouched", e);
            }

            throw;
        }
    }

    private void TidyUp()
    {
        try
        {
            if (_partial.Length > 0)
                SafeFolders.DeleteIfThere(_partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left has no manifest and is removed with the next checkpoint.
        }
    }
}

/// <summary>A complete checkpoint in memory: a copy that training no longer touches.</summary>
/// <param name="Step">t: training steps done.</param>
/// <param name="Files">Names of its files, and their bytes.</param>
internal sealed record CheckpointImage(long Step, IReadOnlyList<(string Name, byte[] Content)> Files)
{
    /// <summary>The bytes of all files.</summary>
    public long Size => Files.Sum(file => (long)file.Content.Length);

    /// <summary>Writes the files to a folder, flushes each to disk, and returns their manifest entries.</summary>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public IReadOnlyList<ManifestFile> Write(string folder)
    {
        List<ManifestFile> written = [];
        foreach ((string name, byte[] content) in Files)
        {
            AtomicFile.WriteAllBytes(Path.Combine(folder, name), content);
            written.Add(new ManifestFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }

        return written;
    }
}
