using System.IO.MemoryMappedFiles;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// The position of a worker, in memory that outlives it: a process that is ended by a native fault or a stack overflow reports nothing
/// itself.
/// </summary>
internal sealed class RunMarker : IDisposable
{
    private const int TargetAt = 0, IndexAt = 8, StartedAt = 16, Length = 24;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file; created if it is absent.</param>
    public RunMarker(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Length);
        _view = _file.CreateViewAccessor(0, Length);
    }

    /// <summary>The position of the target in the list.</summary>
    public int Target => (int)_view.ReadInt64(TargetAt);

    /// <summary>The execution.</summary>
    public long Index => _view.ReadInt64(IndexAt);

    /// <summary>When it began, in milliseconds since the system started.</summary>
    public long Started => _view.ReadInt64(StartedAt);

    /// <summary>Records that an execution begins.</summary>
    public void Set(int target, long index)
    {
        _view.Write(TargetAt, (long)target);
        _view.Write(IndexAt, index);
        _view.Write(StartedAt, Environment.TickCount64);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
