using System.Diagnostics;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Bench;

/// <summary>Reading a sketch file into memory.</summary>
internal static class ReadBench
{
    /// <summary>Prints the median time in seconds; the first run, with all compilation, is included.</summary>
    public static void Run(string path, int rounds)
    {
        List<double> times = [];
        for (int round = 0; round < rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            SketchSplits splits = SketchNpz.Read(path);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            GC.KeepAlive(splits);
        }

        Console.WriteLine($"{Ceiling.Median(times):F4}");
    }
}
