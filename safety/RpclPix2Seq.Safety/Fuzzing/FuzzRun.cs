using System.Diagnostics;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>Runs a range of executions of one target in this process.</summary>
internal static class FuzzRun
{
    /// <summary>Runs every <paramref name="stride"/>th execution from <paramref name="first"/> on, below <paramref name="end"/>.</summary>
    /// <param name="execution">What runs them.</param>
    /// <param name="target">The target.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="first">The first execution.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="stride">1, or the number of processes that share the work.</param>
    /// <param name="begins">Called with each execution before it runs, for outside observers.</param>
    /// <param name="found">Called with each new bug, before it is minimized.</param>
    public static FuzzResult Run(
        Execution execution, FuzzTarget target, long seed, long first, long end, int stride = 1, Action<long>? begins = null,
        Action<Finding>? found = null)
    {
        ArgumentNullException.ThrowIfNull(execution);
        ArgumentNullException.ThrowIfNull(target);
        Mutator mutator = new(target, seed);
        Dictionary<string, Finding> findings = new(StringComparer.Ordinal);
        long start = Stopwatch.GetTimestamp(), executions = 0;
        for (long index = first; index < end; index += stride, executions++)
        {
            begins?.Invoke(index);
            if (execution.Run(target, index, mutator.Make(index)) is { } finding && !findings.ContainsKey(finding.Bug))
            {
                found?.Invoke(finding);
                findings.Add(finding.Bug, Minimizer.Minimize(execution, target, finding));
            }
        }

        return new FuzzResult(executions, Stopwatch.GetElapsedTime(start), [.. findings.Values]);
    }
}
