using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// The processes that an MPI launcher started for one training. Rank 0 runs the verb as one process does; the others take settings and
/// progress from it, read the same data, and neither write nor say anything, unless one of them alone fails.
/// </summary>
internal sealed class Ranks
{
    private const int DefaultShards = 4;
    private readonly CliHost _host;
    private readonly bool _isLaunched;

    private Ranks(ICollective collective, bool isLaunched, CliHost host) =>
        (Collective, _isLaunched, _host) = (collective, isLaunched, host);

    /// <summary>The ranks.</summary>
    public ICollective Collective { get; }

    /// <summary>The ranks of this process; one rank, and no MPI, where it was started alone.</summary>
    /// <exception cref="InputException">The launcher's MPI is absent.</exception>
    public static Ranks Join(CliHost host) => Launcher.Detect(host.Environment) is { } launcher
        ? new Ranks(launcher.Join(), isLaunched: true, host)
        : Alone(host);

    /// <summary>One rank.</summary>
    public static Ranks Alone(CliHost host) => new(new SingleCollective(), isLaunched: false, host);

    /// <summary>
    /// The settings of a new training: under a launcher, batches are cut into so many parts by default that more ranks can take up the
    /// training later, with the same numbers.
    /// </summary>
    public ModelConfig Cut(ModelConfig config, ResolvedConfig resolved)
    {
        if (!_isLaunched || resolved.IsSet("shards"))
            return config;
        int shards = DefaultShards;
        while (shards < Collective.Size)
            shards *= 2;
        return config with { Shards = shards };
    }

    /// <summary>Tells the other ranks what to train, from rank 0, and loads the tensor library in it.</summary>
    /// <exception cref="InputException">There are more ranks than shards.</exception>
    public void Tell(ModelConfig config, string data, string run)
    {
        if (Collective.Size > 1)
        {
            _ = new ShardPlan(config.Shards, Collective.Size);
            Collective.BroadcastText(config.ToJson());
            Collective.BroadcastText(Path.GetFullPath(data));
            Collective.BroadcastText(Path.GetFullPath(run));
        }

        LoadTorch(config);
    }

    /// <summary>Trains in a rank other than 0.</summary>
    /// <exception cref="CollectiveException">This rank failed, or lost the others.</exception>
    public int Follow(CancellationToken cancellationToken)
    {
        try
        {
            ModelConfig config = Parse(Collective.BroadcastText(""));
            string data = Collective.BroadcastText(""), run = Collective.BroadcastText("");
            LoadTorch(config);
            CliHost silent = _host with { Quiet = true, Out = TextWriter.Null, Error = TextWriter.Null };
            using Trainer trainer = Trainer.Join(config, ModelData.Read(config, data, silent), RunFolder.At(run), Collective);
            trainer.Fit(null, cancellationToken);
            Leave();
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            // If rank 0 failed as well, its line is enough, and the launcher ends this process.
            Thread.Sleep(TimeSpan.FromSeconds(Math.Min(Collective.Rank, 5)));
            if (e is DivergedException)
                return ExitCode.Failed; // of all ranks, and rank 0 has said so
            throw e as CollectiveException
                ?? new CollectiveException($"rank {Collective.Rank} on {Environment.MachineName}: {e.Message}", e);
        }
    }

    /// <summary>Waits for the other ranks, so that none ends before rank 0 has written everything.</summary>
    public void Leave()
    {
        Collective.Meet();
        Collective.Dispose();
    }

    private static ModelConfig Parse(string json)
    {
        using JsonDocument parsed = JsonDocument.Parse(json);
        return new ConfigBuilder().ApplyJson(parsed.RootElement, "the settings of rank 0", "").Build().Config;
    }

    /// <summary>
    /// Without a number of threads, the ranks share the cores of their machine that they may use; all have equally many, because the bits
    /// of a step depend on it.
    /// </summary>
    private void LoadTorch(ModelConfig config)
    {
        if (Collective.Size > 1 && config.Threads == 0 && _host.Variable("OMP_NUM_THREADS").Length == 0)
        {
            string[] places = Collective.GatherTexts($"{Environment.MachineName} {Cores()}");
            int mine = Environment.ProcessorCount / places.Count(place => place == places[Collective.Rank]);
            config = config with { Threads = Math.Max(1, Collective.GatherAll(mine).Min()) };
        }

        TorchSetup.Load(config);
    }

    /// <summary>The cores on which this process may run, as Linux lists them.</summary>
    private static string Cores()
    {
        const string status = "/proc/self/status", allowed = "Cpus_allowed_list:";
        return File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith(allowed, StringComparison.Ordinal), "")[allowed.Length..].Trim()
            : "";
    }
}
