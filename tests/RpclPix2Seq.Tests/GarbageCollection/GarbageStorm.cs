namespace RpclPix2Seq.Tests.GarbageCollection;

/// <summary>Threads that allocate, and one that collects garbage and runs finalizers without a pause, until disposed.</summary>
internal sealed class GarbageStorm : IDisposable
{
    private const int Allocating = 2, LargestArray = 20_000;
    private readonly Thread[] _threads;
    private volatile bool _ends;

    public GarbageStorm()
    {
        _threads = [.. Enumerable.Range(0, Allocating).Select(_ => new Thread(Allocate)), new Thread(Collect)];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    public void Dispose()
    {
        _ends = true;
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Allocate()
    {
        byte[][] kept = new byte[64][];
        for (int i = 0; !_ends; i++)
            kept[i % kept.Length] = new byte[1 + (i * 37 % LargestArray)];
    }

    private void Collect()
    {
        for (int i = 0; !_ends; i++)
        {
            GC.Collect(i % 3, GCCollectionMode.Forced, blocking: i % 2 == 0);
            GC.WaitForPendingFinalizers();
        }
    }
}
