using System.Collections.Frozen;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Loads the tensor library as a configuration specifies.</summary>
internal static class TorchSetup
{
    /// <summary>The settings that change neither what is learned nor, apart from rounding, the numbers.</summary>
    public static readonly FrozenSet<string> MachineKeys = ["device", "threads", "wait_policy", "precision", "kernels"];

    /// <summary>Sets threads and wait policy, then loads it.</summary>
    public static void Load(ModelConfig config)
    {
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = config.Threads, WaitPolicy = config.WaitPolicy });
        TorchRuntime.EnsureLoaded();
    }

    /// <summary>
    /// As <see cref="Load(ModelConfig)"/>, in one of several ranks. Without a number of threads, they share the cores of their machine that
    /// they may use; all have equally many, because bits may depend on it.
    /// </summary>
    public static void Load(ModelConfig config, ICollective ranks, CliHost host)
    {
        if (ranks.Size > 1)
        {
            bool isGiven = config.Threads > 0 || host.Variable("OMP_NUM_THREADS").Length > 0;
            string[] places = ranks.GatherTexts($"{Environment.MachineName} {Cores()}");
            int mine = Environment.ProcessorCount / places.Count(place => place == places[ranks.Rank]);
            int fewest = ranks.GatherAll(mine).Min();
            if (!isGiven)
                config = config with { Threads = Math.Max(1, fewest) };
        }

        Load(config);
    }

    /// <summary>
    /// As <see cref="Load(ModelConfig)"/>, for a verb without a configuration: as the command line or the environment specifies.
    /// </summary>
    /// <returns>The settings of the machine.</returns>
    public static ModelConfig Load(MachineChoice machine, CliHost host)
    {
        ModelConfig config = Machine(new ConfigBuilder(), host.Environment, machine).Build().Config;
        Load(config);
        return config;
    }

    /// <summary>
    /// Loads a model on the device that the command line or the environment specifies, otherwise on the CPU: where it was trained does not
    /// matter. The number of threads may also come from its configuration.
    /// </summary>
    /// <param name="path">The folder of a model or run.</param>
    /// <param name="machine">What the command line says.</param>
    /// <param name="host">The environment.</param>
    /// <param name="ranks">The processes that encode and draw with it together; null for this one alone.</param>
    /// <param name="output">The folder of their results: drawings are kept beside it until it is written. Null to keep none.</param>
    public static LoadedModel LoadModel(
        string path, MachineChoice machine, CliHost host, ICollective? ranks = null, string? output = null)
    {
        ranks ??= new SingleCollective();
        string file = Path.Combine(ModelFolder.Locate(path), ModelFolder.ConfigFile);
        ConfigBuilder builder = new ConfigBuilder().ApplyFile(file).Apply("device", "cpu", new ConfigOrigin(ConfigSourceKind.File, file));
        ModelConfig config = Machine(builder, host.Environment, machine).Build().Config;
        if (ranks.Size > 1 && config.Device != ComputeDevice.Cpu)
            throw new InputException("device", "", $"cpu, for {ranks.Size} ranks", "cuda", "set device=cpu, or use one process");
        Load(config, ranks, host);
        LoadedModel loaded = ModelFolder.Load(path, TorchRuntime.DeviceFor(config.Device)) with { Ranks = ranks };
        loaded.Model.Use(config);
        if (ranks.Size > 1)
        {
            // Where one processor has no instructions for bfloat16, none uses them.
            if (ranks.Any(loaded.Model.Precision != ProductPrecision.BFloat16))
                loaded.Model.Precision = ProductPrecision.Float32;
            string hash = CheckpointManifest.Sha256Of(Path.Combine(ModelFolder.Locate(path), ModelFolder.TensorFile));
            ranks.RequireSame("model", $"{path} after {loaded.Facts.Step} steps (SHA-256 {hash[..8]}, kernels={config.Kernels})");
            if (output is not null)
            {
                string job = $"{hash} {config.Kernels} {loaded.Model.Precision} {TrainingMachine.Current(config)}";
                loaded = loaded with { Finished = new FinishedParts(OutputFolder.PartsOf(output), job) };
            }
        }

        return loaded;
    }

    /// <summary>The cores on which this process may run, as Linux lists them.</summary>
    private static string Cores()
    {
        const string status = "/proc/self/status", allowed = "Cpus_allowed_list:";
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith(allowed, StringComparison.Ordinal)) is { } line
            ? line[allowed.Length..].Trim()
            : "";
    }

    /// <summary>
    /// A configuration with what the command line or the environment says of the machine; other settings of the environment do not count.
    /// </summary>
    public static ModelConfig OnThisMachine(ModelConfig config, MachineChoice machine, CliHost host) => Machine(
        new ConfigBuilder(config), host.Environment.Where(variable => IsOfMachine(variable.Key)), machine).Build().Config;

    private static bool IsOfMachine(string variable) =>
        ConfigKeys.All.Any(key => key.EnvironmentVariable == variable && MachineKeys.Contains(key.Name));

    private static ConfigBuilder Machine(
        ConfigBuilder builder, IEnumerable<KeyValuePair<string, string>> environment, MachineChoice machine)
    {
        try
        {
            builder.ApplyEnvironment(environment);
            machine.Apply(builder);
            return builder;
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
