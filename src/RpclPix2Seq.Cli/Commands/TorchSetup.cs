using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Model;
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

    /// <summary>Loads a model on the device, and with the threads, that its configuration or the environment says.</summary>
    public static LoadedModel LoadModel(string path, CliHost host)
    {
        string file = Path.Combine(ModelFolder.Locate(path), ModelFolder.ConfigFile);
        ModelConfig config = new ConfigBuilder().ApplyFile(file).ApplyEnvironment(host.Environment).Build().Config;
        Load(config);
        return ModelFolder.Load(path, ModelParts.Device(config));
    }
}
