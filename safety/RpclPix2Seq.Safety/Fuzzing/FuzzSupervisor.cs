using System.Diagnostics;
using System.Globalization;
using RpclPix2Seq.Safety.Targets;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// Shares a run among processes, restarts each after the execution that ended it, counts, and reports. An execution that ends a process is
/// a finding like any other: its input is regenerated from its number.
/// </summary>
internal sealed class FuzzSupervisor
{
    private readonly FuzzPlan _plan;
    private readonly FindingsFolder _findings;
    private readonly IReadOnlyList<FuzzTarget> _targets = FuzzTargets.All;
    private readonly long[] _shares;
    private readonly long[] _executions;
    private readonly long[] _milliseconds;
    private readonly Lock _gate = new();

    public FuzzSupervisor(FuzzPlan plan, FindingsFolder findings)
    {
        _plan = plan;
        _findings = findings;
        _shares = plan.Shares(_targets);
        _executions = new long[_targets.Count];
        _milliseconds = new long[_targets.Count];
    }

    /// <summary>Runs it all. True if there are no findings.</summary>
    public bool Run()
    {
        long start = Stopwatch.GetTimestamp();
        Task[] parts = [.. Enumerable.Range(0, _plan.Parts).Select(part => Task.Run(() => RunPart(part)))];
        Task.WaitAll(parts);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

        Console.WriteLine($"{"reader",-22} {"executions",12} {"a second",10}");
        for (int t = 0; t < _targets.Count; t++)
            Console.WriteLine(
                $"{_targets[t].Name,-22} {_executions[t],12} {_executions[t] * 1000.0 / Math.Max(1, _milliseconds[t]),10:F0}");
        foreach (string finding in _findings.Describe())
            Console.WriteLine($"finding {finding}");
        int crashes = _findings.Count(FindingKind.Crash), hangs = _findings.Count(FindingKind.Hang),
            unbounded = _findings.Count(FindingKind.Unbounded);
        Console.WriteLine($"figure fuzz_readers {_targets.Count}");
        Console.WriteLine($"figure fuzz_per_second {_executions.Sum() / elapsed.TotalSeconds:F0}");
        Console.WriteLine($"figure fuzz_hangs {hangs}");
        Console.WriteLine($"figure fuzz_unbounded {unbounded}");
        Console.WriteLine($"figure fuzz_executions {_executions.Sum()}");
        Console.WriteLine($"figure fuzz_crashes {crashes}");
        return crashes + hangs + unbounded == 0;
    }

    private void RunPart(int part)
    {
        string markerPath = Path.GetTempFileName();
        try
        {
            (int target, long index) = (0, part);
            while (true)
            {
                int firstTarget = target;
                long firstIndex = index;
                int code = Work(part, target, index, markerPath);
                if (code == 0)
                    return;
                using (RunMarker marker = new(markerPath))
                    (target, index) = (marker.Target, marker.Index);
                long first = target == firstTarget ? firstIndex : part;
                lock (_gate)
                {
                    _executions[target] += ((index - first) / _plan.Parts) + 1;
                    _findings.Save(FindingOf(code, target, index));
                }

                index += _plan.Parts;
            }
        }
        finally
        {
            File.Delete(markerPath);
        }
    }

    private Finding FindingOf(int code, int target, long index)
    {
        bool hangs = code == FuzzWorker.HangCode;
        byte[] input = new Mutator(_targets[target], _plan.Seed).Make(index);
        return new Finding(
            _targets[target].Name, index, hangs ? FindingKind.Hang : FindingKind.Crash, "",
            hangs ? "it does not end" : $"it ends the process with code {code}", input);
    }

    private int Work(int part, int target, long index, string markerPath)
    {
        string[] numbers =
        [
            .. new[] { _plan.Executions, _plan.Seed, _plan.Parts, part, target, index }.Select(
                n => n.ToString(CultureInfo.InvariantCulture)),
        ];
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] self = isHost ? [typeof(FuzzSupervisor).Assembly.Location] : [];
        ProcessStartInfo start = new(program, [.. self, "work", .. numbers, markerPath, _findings.Path])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ') is not ["done", var position, var executions, var milliseconds])
                continue;
            int t = int.Parse(position, CultureInfo.InvariantCulture);
            lock (_gate)
            {
                _executions[t] += long.Parse(executions, CultureInfo.InvariantCulture);
                _milliseconds[t] += long.Parse(milliseconds, CultureInfo.InvariantCulture);
                Console.Error.WriteLine($"{_targets[t].Name}: {_executions[t]} of {_shares[t]}");
            }
        }

        process.WaitForExit();
        Execution.RemoveThoseOf(process.Id);
        return process.ExitCode;
    }
}
