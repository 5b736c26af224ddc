using RpclPix2Seq.Safety.Targets;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// One of the processes of a run. Prints a line per target: <c>done POSITION EXECUTIONS MILLISECONDS</c>; findings go to their folder.
/// </summary>
internal static class FuzzWorker
{
    /// <summary>The exit code of a worker that found a reader hanging and gave up.</summary>
    public const int HangCode = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a part from a given position.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="part">Which part.</param>
    /// <param name="firstTarget">The first target.</param>
    /// <param name="firstIndex">Its first execution.</param>
    /// <param name="markerPath">The file that records its position.</param>
    /// <param name="findings">The folder of findings.</param>
    public static int Run(FuzzPlan plan, int part, int firstTarget, long firstIndex, string markerPath, FindingsFolder findings)
    {
        IReadOnlyList<FuzzTarget> targets = FuzzTargets.All;
        long[] shares = plan.Shares(targets);
        using RunMarker marker = new(markerPath);
        marker.Set(firstTarget, firstIndex);
        using Timer watch = new(_ => GiveUpIfStuck(marker), null, Look, Look);
        using Execution execution = new();
        for (int t = firstTarget; t < targets.Count; t++)
        {
            int position = t;
            long first = t == firstTarget ? firstIndex : part;
            FuzzResult result = FuzzRun.Run(
                execution, targets[t], plan.Seed, first, shares[t], plan.Parts, index => marker.Set(position, index), findings.Save);
            foreach (Finding finding in result.Findings)
                findings.Save(finding);
            Console.WriteLine($"done {t} {result.Executions} {(long)result.Elapsed.TotalMilliseconds}");
        }

        return 0;
    }

    private static void GiveUpIfStuck(RunMarker marker)
    {
        try
        {
            // Minimizing runs a reader many times within one execution.
            if (Environment.TickCount64 - marker.Started > 6 * Execution.LongestTime.TotalMilliseconds)
                Environment.Exit(HangCode);
        }
        catch (ObjectDisposedException)
        {
            // The work is done.
        }
    }
}
