using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// Runs our own kernels on libtorch's threads. A pool of our own would compete with OpenMP's for the cores: its idle threads spin, and so
/// would ours.
/// </summary>
internal static unsafe class ThreadTeam
{
    private static readonly Lazy<Exports?> Library = new(Exports.Find);

    /// <summary>Whether this libtorch runs on GNU OpenMP, whose entry points are called here.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <summary>The number of libtorch's threads.</summary>
    public static int Size => get_num_threads();

    /// <summary>
    /// Calls <paramref name="work"/> with every part 0 … <paramref name="parts"/> − 1, each on its own thread if there are enough, and
    /// returns when all are done. Until then everything that the work captures is kept alive. The work must not throw.
    /// </summary>
    public static void Run(int parts, Action<int> work)
    {
        if (parts <= 1 || Library.Value is not { } exports)
        {
            for (int part = 0; part < parts; part++)
                work(part);
            GC.KeepAlive(work);
            return;
        }

        Job job = new(parts, work, exports);
        GCHandle handle = GCHandle.Alloc(job);
        try
        {
            exports.Parallel(&Enter, GCHandle.ToIntPtr(handle), (uint)parts, 0);
        }
        finally
        {
            handle.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Enter(nint data)
    {
        Job job = (Job)GCHandle.FromIntPtr(data).Target!;
        int members = job.Exports.Members();
        for (int part = job.Exports.Member(); part < job.Parts; part += members)
            job.Work(part);
    }

    private sealed record Job(int Parts, Action<int> Work, Exports Exports);

    private sealed class Exports
    {
        public delegate* unmanaged<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void> Parallel;
        public delegate* unmanaged<int> Member;
        public delegate* unmanaged<int> Members;

        public static Exports? Find()
        {
            TorchRuntime.EnsureLoaded();
            nint torch = TorchLoader.Load().LibTorch;
            if (!NativeLibraries.TryExports(torch, out nint[] found, "GOMP_parallel", "omp_get_thread_num", "omp_get_num_threads"))
                return null;
            return new Exports
            {
                Parallel = (delegate* unmanaged<delegate* unmanaged[Cdecl]<nint, void>, nint, uint, uint, void>)found[0],
                Member = (delegate* unmanaged<int>)found[1],
                Members = (delegate* unmanaged<int>)found[2],
            };
        }
    }
}
