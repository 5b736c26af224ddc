using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RpclPix2Seq.Torch;
using Xunit.Sdk;
using Xunit.v3;

// Two libtorch thread pools that spin on the same cores slow each other down by a factor of 20, and tensors are counted per process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace RpclPix2Seq.Tests;

/// <summary>Loads torch on one thread before any test runs.</summary>
internal static class TestStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The test project is the application here, and no test may touch torch before.")]
    internal static void Load()
    {
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = 1 });
        try
        {
            TorchRuntime.EnsureLoaded();
        }
        catch (InputException)
        {
            // Tests without torch still run; those with torch fail with this message.
        }
    }
}
