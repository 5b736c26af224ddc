using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RpclPix2Seq.Torch;
using Xunit.v3;

// The servers of the tests share the cores, and libtorch's threads spin on them.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(RpclPix2Seq.Studio.Tests.SharedStudioEnd))]

namespace RpclPix2Seq.Studio.Tests;

/// <summary>Loads torch on one thread before any test runs.</summary>
internal static class TestStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test project is the application here, and no test may touch torch before.")]
    internal static void Load()
    {
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = 1 });
        TorchRuntime.EnsureLoaded();
    }
}

/// <summary>Ends the server that tests share.</summary>
public sealed class SharedStudioEnd : IAsyncDisposable
{
    public ValueTask DisposeAsync() => TestStudio.EndSharedAsync();
}
