using RpclPix2Seq.Bench.Decoder;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>
/// Medians and ratios of a suite's measurements. Ratios are taken within a round, where the machine was the same, before the median, but for
/// shares of the ceiling in bfloat16 and drawing the original's way, which were not measured in the same rounds: those divide medians.
/// </summary>
internal sealed class Summary
{
    /// <summary>The figures that are read from our sampling.</summary>
    public const string SampleShare512 = "sample_share_hyper512", SampleShare2048 = "sample_share_hyper2048",
        SampleOneByOne = "sample_ratio_one_by_one", SampleRate = "sample_sketches_per_s_hyper512",
        SampleRounded = "sample_ratio_bf16", FirstStroke = "first_stroke_ms";

    private const string PerSecond = "sketches_per_s", Seconds = "seconds";
    private readonly ILookup<string, Measurement> _byName;

    /// <param name="measurements">All of them.</param>
    public Summary(IReadOnlyList<Measurement> measurements) => _byName = measurements.ToLookup(m => m.Name, StringComparer.Ordinal);

    /// <summary>The figures that a run ends with, in order.</summary>
    public IReadOnlyList<(string Name, double Value)> Figures() =>
    [
        .. DecoderCase.Reported.Select(c => ($"share_{c.Name}", Share(c, DecoderPass.Fused))),
        .. Rounds ? RoundedFigures() : [],
        ("train_ratio_padded", Ratio("train/ours", "train/port", PerSecond)),
        ("train_ratio_bucketed", Ratio("train/ours", "train/port_bucketed", PerSecond)),
        ("train_sketches_per_s", Middle("train/ours", PerSecond)),
        ("peak_mb_hyper2048_t200", Middle("memory/fused", "peak_mb")),
        (SampleShare512, Middle("sample/ours", SampleShare512)),
        (SampleShare2048, Middle("sample/ours", SampleShare2048)),
        (SampleOneByOne, Middle("sample/ours", SampleOneByOne)),
        ("sample_ratio_original_way", Middle("sample/ours", SampleRate) / Middle("sample/port", PerSecond)),
        (FirstStroke, Middle("sample/ours", FirstStroke)),
        ("help_seconds", Middle("start", "help_seconds")),
        ("sample_one_seconds", Middle("start", "sample_one_seconds")),
    ];

    /// <summary>Whether products in bfloat16 were measured: the processor has instructions for them.</summary>
    public bool Rounds => _byName.Contains("train/float32");

    /// <summary>GFLOP/s of the ceiling in bfloat16.</summary>
    public double RoundedTop => Middle("ceiling", "gflops_bfloat16");

    /// <summary>GFLOP/s of a decoder case.</summary>
    public double Rate(DecoderCase c, string path) =>
        Ceiling.Median([.. All(Name(c, path)).Select(m => c.Operations / m.Values[Seconds] / 1e9)]);

    /// <summary>The same, divided by the ceiling at that time.</summary>
    public double Share(DecoderCase c, string path) =>
        Ceiling.Median([.. All(Name(c, path)).Select(m => c.Operations / m.Values[Seconds] / 1e9 / m.Ceiling)]);

    /// <summary>GFLOP/s of the ceiling measured with a decoder case.</summary>
    public double Top(DecoderCase c) => Ceiling.Median([.. All(Name(c, DecoderPass.Fused)).Select(m => m.Ceiling)]);

    /// <summary>The number of rounds.</summary>
    public int RoundCount => All("train/ours").Count;

    /// <summary>The median of one value of one measurement.</summary>
    public double Middle(string name, string value) => Ceiling.Median([.. All(name).Select(m => ValueOf(m, value))]);

    /// <summary>The median over the rounds of one measurement's value divided by another's.</summary>
    public double Ratio(string name, string over, string value) =>
        Ceiling.Median([.. All(name).Join(All(over), m => m.Round, m => m.Round, (a, b) => ValueOf(a, value) / ValueOf(b, value))]);

    /// <summary>All measurements of a name, at least one.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public IReadOnlyList<Measurement> All(string name)
    {
        List<Measurement> all = [.. _byName[name]];
        return all.Count > 0 ? all : throw new InputException("the measurements", name, "at least one", "none", "run bench/run.sh again");
    }

    /// <summary>How many times as fast a decoder case is in bfloat16 as in single precision.</summary>
    public double RoundedRatio(DecoderCase c) => Ratio(Name(c, DecoderPass.Fused), Name(c, DecoderPass.Rounded), Seconds);

    /// <summary>bfloat16 beside single precision, within a round.</summary>
    private IEnumerable<(string Name, double Value)> RoundedFigures() =>
    [
        .. DecoderCase.Reported.Select(c => ($"bf16_ratio_{c.Name}", RoundedRatio(c))),
        .. DecoderCase.Reported.Select(c => ($"bf16_share_{c.Name}", Rate(c, DecoderPass.Rounded) / RoundedTop)),
        ("train_ratio_float32", Ratio("train/ours", "train/float32", PerSecond)),
        (SampleRounded, Middle("sample/ours", SampleRounded)),
    ];

    private static string Name(DecoderCase c, string path) => $"decoder/{c.Name}/{path}";

    private static double ValueOf(Measurement m, string value) => m.Values.TryGetValue(value, out double number)
        ? number
        : throw new InputException(
            "the measurements", m.Name, $"the value {value}", string.Join(", ", m.Values.Keys), "run bench/run.sh again");
}
