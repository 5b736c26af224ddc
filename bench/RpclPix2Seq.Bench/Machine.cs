using System.Text.RegularExpressions;

namespace RpclPix2Seq.Bench;

/// <summary>The machine of the measurements.</summary>
internal static partial class Machine
{
    /// <summary>The number of threads in all measurements.</summary>
    public const int Threads = 2;

    private const string Processors = "/proc/cpuinfo";

    /// <summary>The processor's name, as it reports it.</summary>
    public static string Processor { get; } = Fact("model name") ?? "unknown processor";

    /// <summary>
    /// The processor's name and, because clouds give many processors the same name, its family and model, fit for a file name.
    /// </summary>
    public static string Slug { get; } = NotInNames()
        .Replace($"{Processor} {Fact("cpu family")} {Fact("model")}".Trim().ToLowerInvariant(), "-").Trim('-');

    private static string? Fact(string name) => !File.Exists(Processors)
        ? null
        : File.ReadLines(Processors).Select(line => line.Split(':', 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == name)?[1].Trim();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
