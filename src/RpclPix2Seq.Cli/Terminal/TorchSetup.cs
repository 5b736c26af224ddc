using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Loads the tensor library as a configuration specifies.</summary>
internal static class TorchSetup
{
    /// <summary>Sets threads and wait policy, then loads it.</summary>
    public static void Load(ModelConfig config)
    {
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = config.Threads, WaitPolicy = config.WaitPolicy });
        TorchRuntime.EnsureLoaded();
    }

    /// <summary>
    /// As <see cref="Load(ModelConfig)"/>, for a verb without a configuration: as the command line or the environment specifies.
    /// </summary>
    public static void Load(MachineChoice machine, CliHost host) =>
        Load(Machine(new ConfigBuilder().ApplyEnvironment(host.Environment), machine).Build().Config);

    /// <summary>
    /// Loads a model on the device that the command line or the environment specifies, otherwise on the CPU: where it was trained does not
    /// matter. The number of threads may also come from its configuration.
    /// </summary>
    public static LoadedModel LoadModel(string path, MachineChoice machine, CliHost host)
    {
        string file = Path.Combine(ModelFolder.Locate(path), ModelFolder.ConfigFile);
        ConfigBuilder builder = new ConfigBuilder().ApplyFile(file).Apply("device", "cpu", new ConfigOrigin(ConfigSourceKind.File, file));
        ModelConfig config = Machine(builder.ApplyEnvironment(host.Environment), machine).Build().Config;
        Load(config);
        LoadedModel loaded = ModelFolder.Load(path, TorchRuntime.DeviceFor(config.Device));
        loaded.Model.Use(config);
        return loaded;
    }

    private static ConfigBuilder Machine(ConfigBuilder builder, MachineChoice machine)
    {
        try
        {
            machine.Apply(builder);
            return builder;
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
