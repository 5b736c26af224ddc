using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Lab.Peers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Lab.Latent;

/// <summary>
/// <c>lab/run latent</c>: the learners of the latent mixture on synthetic codes whose number of clusters is known, compared with
/// scikit-learn's.
/// </summary>
internal static class LatentCommand
{
    private const double LeastWell = 0.95, LeastModerate = 0.85;
    private const int RareRuns = 20;
    private const double LeastRareKept = 0.95;
    private static readonly LatentMethod[] Own = [LatentMethod.Em, LatentMethod.Reference, LatentMethod.Rpcl];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<int> seeds = NumberOptions.Integer("--seeds", "Mixtures of each of the 36 kinds.", 3, 1, 1000);
        Option<Separation[]> separations = new("--separation")
        {
            Description = "Only clusters so far apart: well, moderate or barely; repeatable.",
            HelpName = "WORD",
        };
        Option<int[]> dimensions = new("--dimensions")
        {
            Description = "Only codes of so many dimensions: 2, 16 or 128; repeatable.",
            HelpName = "N",
        };
        dimensions.AcceptOnlyFromAmong("2", "16", "128");
        Option<int> rare = NumberOptions.Integer("--rare", "Runs with a rare cluster of long sketches.", RareRuns, 0, 1000);
        Option<bool> alone = new("--alone") { Description = "Leave scikit-learn out." };
        Command command = new("latent", "Let the latent learners find the number of clusters of synthetic codes.")
        {
            seeds, separations, dimensions, rare, alone, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            Tasks(options.GetValue(seeds), options.GetValue(separations) ?? [], options.GetValue(dimensions) ?? []), options.GetValue(rare),
            options.GetValue(alone), CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancellationToken));
    }

    private static LatentTask[] Tasks(int seeds, Separation[] separations, int[] dimensions) =>
    [
        .. LatentTask.All(seeds).Where(task => (separations.Length == 0 || separations.Contains(task.Separation))
            && (dimensions.Length == 0 || dimensions.Contains(task.CodeSize))),
    ];

    private static int Run(LatentTask[] tasks, int rareRuns, bool alone, bool json, CliHost host, CancellationToken cancellationToken)
    {
        TorchSetup.Load(ModelConfig.Defaults with { Threads = 1 });
        using ScikitLearn? peers = alone ? null : ScikitLearn.TryStart(tasks);
        if (!alone && peers is null)
            host.Say("no python3 with scikit-learn was found, so its columns are left out: apt-get install python3-sklearn");
        List<LatentOutcome> outcomes = OwnOutcomes(tasks, host, cancellationToken);
        if (peers is not null)
        {
            using ProgressReport progress = new(host, "scikit-learn", "mixtures", tasks.Length);
            outcomes.AddRange(peers.Finish(found => progress.Report(found / ScikitLearn.Methods.Count), cancellationToken));
        }

        int kept = RareKept(rareRuns, host, cancellationToken);
        string[] methods = [.. Own.Select(LatentTrial.Name), .. peers is null ? [] : ScikitLearn.Methods];
        if (json)
            host.Out.Write(
                JsonSerializer.Serialize(
                    outcomes.Select(o => new { o.Task, Clusters = o.Task.Clusters, o.Method, o.Found, o.Nmi, o.Seconds }),
                    RecordJson.Indented) + "\n");
        else
            Write(outcomes, methods, kept, host);
        return Passes(outcomes, methods) && kept >= LeastRareKept * rareRuns ? ExitCode.Done : ExitCode.Failed;
    }

    private static List<LatentOutcome> OwnOutcomes(LatentTask[] tasks, CliHost host, CancellationToken cancellationToken)
    {
        List<LatentOutcome> outcomes = [];
        using ProgressReport progress = new(host, "learning", "mixtures", tasks.Length);
        foreach (LatentTask task in tasks)
        {
            SyntheticCodes codes = SyntheticCodes.Draw(task, LatentTrial.Codes);
            foreach (LatentMethod method in Own)
            {
                cancellationToken.ThrowIfCancellationRequested();
                outcomes.Add(LatentTrial.Run(task, codes, method));
            }

            progress.Report(outcomes.Count / Own.Length);
        }

        return outcomes;
    }

    /// <summary>The number of runs in which a rare cluster of long sketches is kept.</summary>
    private static int RareKept(int runs, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "rare clusters", "runs", runs);
        int kept = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kept += RareTrial.Keeps(seed) ? 1 : 0;
            progress.Report(seed + 1);
        }

        return kept;
    }

    private static bool Passes(IReadOnlyList<LatentOutcome> outcomes, string[] methods)
    {
        string rpcl = LatentTrial.Name(LatentMethod.Rpcl);
        return outcomes.Select(o => o.Task.Separation).Distinct().All(s =>
            Share(outcomes, rpcl, s) >= Least(s) && methods.Where(m => m != rpcl)
                .All(m => Share(outcomes, rpcl, s) > Share(outcomes, m, s)));

        static double Least(Separation separation) => separation switch
        {
            Separation.Well => LeastWell,
            Separation.Moderate => LeastModerate,
            _ => 0,
        };
    }

    private static double Share(IEnumerable<LatentOutcome> outcomes, string method, Separation separation) =>
        outcomes.Where(o => o.Method == method && o.Task.Separation == separation).Average(o => o.IsExact ? 1.0 : 0.0);

    private static void Write(IReadOnlyList<LatentOutcome> outcomes, string[] methods, int rareKept, CliHost host)
    {
        ReportTable table = new(
            new Column("separation"), new Column("dimensions", IsRight: true), new Column("method"), new Column("runs", IsRight: true),
            new Column("exact, %", IsRight: true), new Column("mean error", IsRight: true), new Column("NMI", IsRight: true),
            new Column("seconds", IsRight: true));
        foreach (var group in outcomes.GroupBy(o => (o.Task.Separation, o.Task.CodeSize, Method: Array.IndexOf(methods, o.Method)))
            .OrderByDescending(g => g.Key.Separation).ThenBy(g => g.Key.CodeSize).ThenBy(g => g.Key.Method))
        {
            table.Add(
                Word(group.Key.Separation), $"{group.Key.CodeSize}", methods[group.Key.Method], $"{group.Count()}",
                $"{100 * group.Average(o => o.IsExact ? 1.0 : 0.0):F0}",
                $"{group.Average(o => o.Error):F2}", $"{group.Average(o => o.Nmi):F3}", $"{group.Average(o => o.Seconds):F1}");
        }

        table.Write(host);
        foreach (Separation separation in outcomes.Select(o => o.Task.Separation).Distinct())
        {
            foreach (string method in methods)
            {
                LatentOutcome[] some = [.. outcomes.Where(o => o.Method == method && o.Task.Separation == separation)];
                Figures.Write(host, $"latent_exact_{Word(separation)}_{method}", Share(some, method, separation));
                Figures.Write(host, $"latent_error_{Word(separation)}_{method}", some.Average(o => o.Error));
                Figures.Write(host, $"latent_nmi_{Word(separation)}_{method}", some.Average(o => o.Nmi));
                Figures.Write(host, $"latent_seconds_{Word(separation)}_{method}", some.Average(o => o.Seconds));
            }
        }

        Figures.Write(host, "rare_components_kept", rareKept);
    }

    private static string Word(Separation separation) => separation switch
    {
        Separation.Well => "well",
        Separation.Moderate => "moderate",
        _ => "barely",
    };
}
