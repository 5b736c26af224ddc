using RpclPix2Seq.Configuration;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>Loads the tensor library as a configuration asks for.</summary>
internal static class TorchSetup
{
    /// <summary>Sets threads and wait policy, and loads.</summary>
    public static void Load(ModelConfig config)
    {
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = config.Threads, WaitPolicy = config.WaitPolicy });
        TorchRuntime.EnsureLoaded();
    }
}
