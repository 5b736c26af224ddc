using System.Text.Json.Serialization;

namespace RpclPix2Seq.Sampling;

/// <summary>What a folder of samples holds, so that evaluation never has to guess from file names (defect D-23).</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Model">The model folder as it was named.</param>
/// <param name="Step">Training steps of the model.</param>
/// <param name="Mode">conditional, unconditional, interpolation, analogy, variation or completion.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Temperature">τ; 0 for greedy.</param>
/// <param name="Samples">The sketches, in order.</param>
public sealed record SampleManifest(
    string Format, string Model, long Step, string Mode, long Seed, double Temperature, IReadOnlyList<SampleEntry> Samples)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq samples 1";

    /// <summary>τ of the pen; null for the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PenTemperature { get; init; }

    /// <summary>What else was asked for: inputs as they were named, steps and the like; null for nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object>? Settings { get; init; }
}
