using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Lab.Peers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Lab.Retrieval;

/// <summary>
/// <c>lab/run retrieval</c>: retrieval on synthetic codes: its time and memory, and its ranks compared with plain numpy's.
/// </summary>
internal static class RetrievalCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<int> codes = NumberOptions.Integer("--codes", "Codes to find each other.", 12_500, 1, 10_000_000);
        Option<int> dimensions = NumberOptions.Integer("--dimensions", "Numbers per code.", 128, 1, 16_384);
        Option<int> compared = NumberOptions.Integer(
            "--compared", "Queries that numpy ranks too, 0 for none; where it is not found, none.", 1000, 0, 10_000_000);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of the codes.", 1);
        MachineOptions machine = MachineOptions.OnlyThreads();
        Command command = new("retrieval", "Time retrieval on synthetic codes, and compare its ranks with numpy's.")
        {
            codes, dimensions, compared, seed,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) => Run(
            options.GetValue(codes), options.GetValue(dimensions), Math.Min(options.GetValue(compared), options.GetValue(codes)),
            options.GetValue(seed), machine.Read(options),
            CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancellationToken));
    }

    private static int Run(
        int count, int size, int compared, long seed, MachineChoice machine, bool json, CliHost host, CancellationToken cancellationToken)
    {
        TorchSetup.Load(machine, host);
        RetrievalCodes codes = RetrievalCodes.Draw(count, size, seed);

        // Loading and compilation at the first use of torch do not belong to retrieval.
        RetrievalCodes few = RetrievalCodes.Draw(Math.Min(count, 200), size, seed);
        RetrievalIndex.Rank(few.Queries, few.Gallery, size, cancellationToken: cancellationToken);
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        Stopwatch clock = Stopwatch.StartNew();
        RetrievalRanks ranks = RetrievalIndex.Rank(codes.Queries, codes.Gallery, size, cancellationToken: cancellationToken);
        double seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        double busy = (process.TotalProcessorTime - before).TotalSeconds, megabytes = process.PeakWorkingSet64 / 1e6;
        long[]? peer = compared == 0 ? null : NumpyRetrieval.TryRank(codes, compared, cancellationToken);
        if (peer is null && compared > 0)
            host.Say("no python3 with numpy was found, so the ranks are compared with none: apt-get install python3-numpy");
        int differing = peer?.Where((rank, i) => rank != ranks.Rank[i]).Count() ?? 0;
        if (json)
        {
            host.Out.Write(JsonSerializer.Serialize(
                new
                {
                    codes = count,
                    dimensions = size,
                    seconds,
                    processor_seconds = busy,
                    peak_mb = megabytes,
                    compared = peer?.Length ?? 0,
                    differing,
                    first = ranks.Rank.Count(rank => rank == 0),
                    tied = ranks.IsTied.Count(tied => tied),
                },
                RecordJson.Indented) + "\n");
        }
        else
        {
            host.Say($"{ranks.Rank.Count(rank => rank == 0)} of {count} queries find their own code first; "
                + $"{ranks.IsTied.Count(tied => tied)} are tied");
            if (peer is not null)
                host.Say($"{peer.Length - differing} of {peer.Length} ranks are numpy's");
            Figures.Write(host, "retrieval_seconds", seconds);
            Figures.Write(host, "retrieval_processor_seconds", busy);
            Figures.Write(host, "retrieval_peak_mb", megabytes);
            if (peer is not null)
                Figures.Write(host, "retrieval_equal_to_numpy", differing == 0 ? 1 : 0);
        }

        return differing == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
