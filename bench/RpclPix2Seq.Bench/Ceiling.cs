using System.Diagnostics;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench;

/// <summary>The current peak performance of this machine: a 1024³ product in float32 on all threads.</summary>
internal static class Ceiling
{
    private const int Side = 1024, Repeats = 12;

    /// <summary>GFLOP/s.</summary>
    public static double Measure()
    {
        using var scope = NewDisposeScope();
        Tensor a = randn(Side, Side), b = randn(Side, Side);
        _ = mm(a, b);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Repeats; i++)
            mm(a, b).Dispose();
        return Repeats * 2.0 * Side * Side * Side / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }

    /// <summary>The median.</summary>
    public static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
