using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// The processes that an MPI launcher started for one verb. Rank 0 runs it as one process does; the others take part in the work, and
/// neither write nor say anything, unless one of them alone fails.
/// </summary>
internal sealed class Ranks
{
    private const int DefaultShards = 4;

    // Until the others have done their part, and until rank 0 has written all files.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1), LongestEnd = TimeSpan.FromDays(1);

    // By then the launcher has ended the others of a job in which one has failed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);
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
    /// training later, with the same numbers. Not on a GPU, where only one rank may train.
    /// </summary>
    public ModelConfig Cut(ModelConfig config, ResolvedConfig resolved)
    {
        if (!_isLaunched || resolved.IsSet("shards") || config.Device != ComputeDevice.Cpu)
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

        TorchSetup.Load(config, Collective, _host);
    }

    /// <summary>Trains in a rank other than 0.</summary>
    /// <exception cref="CollectiveException">This rank failed, or lost the others.</exception>
    public int Follow(CancellationToken cancellationToken) =>
        Follow(silent => Train(silent, cancellationToken), cancellationToken);

    private void Train(CliHost silent, CancellationToken cancellationToken)
    {
        ModelConfig config = Parse(Collective.BroadcastText(""));
        string data = Collective.BroadcastText(""), run = Collective.BroadcastText("");
        TorchSetup.Load(config, Collective, silent);
        using Trainer trainer = Trainer.Join(config, ModelData.Read(config, data, silent), RunFolder.At(run), Collective);
        trainer.Fit(null, cancellationToken);
    }

    /// <summary>
    /// Runs a verb whose encoding and drawing the ranks share. All run it alike; ranks other than 0 must return before anything is written.
    /// </summary>
    /// <param name="host">The process.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="cancellationToken">Canceled when the process is asked to stop.</param>
    /// <exception cref="CollectiveException">This rank failed, or lost the others.</exception>
    public static int Share(CliHost host, Func<ICollective, CliHost, int> verb, CancellationToken cancellationToken)
    {
        Ranks ranks = Join(host);
        ranks.Collective.Timeout = LongestWait;
        if (ranks.Collective.Rank > 0)
            return ranks.Follow(silent => Run(silent), cancellationToken);
        int ended = Run(host);
        ranks.Leave();
        return ended;

        int Run(CliHost here)
        {
            ranks.Collective.RequireSame("command", "rpcl " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1)));
            int code = verb(ranks.Collective, here);
            ranks.Collective.Timeout = LongestEnd;
            return code;
        }
    }

    private int Follow(Action<CliHost> work, CancellationToken cancellationToken)
    {
        try
        {
            work(_host with { Quiet = true, Out = TextWriter.Null, Error = TextWriter.Null });
            Leave();
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            // If rank 0 failed as well, its line is enough, and the launcher asks this process to end.
            bool isAsked = cancellationToken.WaitHandle.WaitOne(Grace + TimeSpan.FromSeconds(Math.Min(Collective.Rank, 5)));
            if (isAsked || e is DivergedException)
                return ExitCode.Failed; // a divergence is that of all ranks
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
}
