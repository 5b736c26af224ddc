using System.Diagnostics;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>Shortens the input of a finding while the same bug still shows.</summary>
internal static class Minimizer
{
    private const int MostTries = 2000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>A finding of the same bug whose input cannot be shortened by leaving out a piece, or the given one.</summary>
    /// <remarks>Inputs that take too long are left as they are: each try would take as long.</remarks>
    public static Finding Minimize(Execution execution, FuzzTarget target, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(execution);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(finding);
        int tries = 0;
        long start = Stopwatch.GetTimestamp();
        for (int size = finding.Input.Length / 2; size > 0 && finding.Kind != FindingKind.Hang; size /= 2)
        {
            for (int from = 0; from + size <= finding.Input.Length && tries < MostTries && Stopwatch.GetElapsedTime(start) < Longest;)
            {
                byte[] shorter = [.. finding.Input.AsSpan(0, from), .. finding.Input.AsSpan(from + size)];
                tries++;
                if (execution.Run(target, finding.Index, shorter) is { } same && same.Bug == finding.Bug)
                    finding = same;
                else
                    from += size;
            }
        }

        return finding;
    }
}
