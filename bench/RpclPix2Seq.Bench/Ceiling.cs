using System.Diagnostics;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench;

/// <summary>The current peak performance of this machine: a 1024³ product on all threads.</summary>
internal static class Ceiling
{
    private const int Side = 1024, Repeats = 12;

    /// <summary>GFLOP/s.</summary>
    /// <param name="type">Of the factors: float32 or bfloat16.</param>
    public static double Measure(ScalarType type = ScalarType.Float32) => MeasureBoth(type).Rate;

    /// <summary>GFLOP/s, and GFLOP per second of processor time.</summary>
    /// <param name="type">Of the factors: float32 or bfloat16.</param>
    public static (double Rate, double BusyRate) MeasureBoth(ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Tensor a = randn(Side, Side, type), b = randn(Side, Side, type);
        _ = mm(a, b);
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Repeats; i++)
            mm(a, b).Dispose();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, operations = Repeats * 2.0 * Side * Side * Side / 1e9;
        return (operations / seconds, operations / (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
    }

    /// <summary>The median.</summary>
    public static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
