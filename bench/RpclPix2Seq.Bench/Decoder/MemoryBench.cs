using System.Globalization;

namespace RpclPix2Seq.Bench.Decoder;

/// <summary>Peak memory of this process after one forward and backward pass of the decoder.</summary>
internal static class MemoryBench
{
    private const string Status = "/proc/self/status", Peak = "VmHWM:";

    public static void Run(Arguments arguments)
    {
        DecoderCase c = DecoderCase.Find(arguments.Text("case", DecoderCase.Long.Name));
        double before = PeakMegabytes();
        using DecoderPass pass = new(c, arguments.Text("path", DecoderPass.Fused));
        double seconds = pass.Time();
        Rounds.Say(new() { ["peak_mb"] = PeakMegabytes(), ["mb_before"] = before, ["seconds"] = seconds, ["steps"] = c.Steps });
    }

    /// <summary>The largest resident size so far, in units of 1024² bytes.</summary>
    private static double PeakMegabytes()
    {
        string? line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith(Peak, StringComparison.Ordinal))
            : null;
        return line is null
            ? throw new InputException(Status, "", $"a line {Peak}", "none", "measure memory on Linux")
            : double.Parse(line[Peak.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
    }
}
