using System.Text.Json;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>One measurement of one round, a line of the file that the suite writes for the summary.</summary>
/// <param name="Name">What was measured, such as <c>decoder/hyper512/fused</c>.</param>
/// <param name="Round">From 0.</param>
/// <param name="Values">The numbers, by name.</param>
internal sealed record Measurement(string Name, int Round, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>GFLOP/s of the ceiling right before and right after, where it was measured.</summary>
    public const string Before = "ceiling_before", After = "ceiling_after";

    /// <summary>The ceiling of this measurement: the mean of before and after.</summary>
    [JsonIgnore]
    public double Ceiling => (Values[Before] + Values[After]) / 2;

    /// <summary>Reads what a suite wrote.</summary>
    /// <exception cref="InputException">The file is missing, or a line of it is damaged.</exception>
    public static IReadOnlyList<Measurement> ReadAll(string path)
    {
        if (!File.Exists(path))
            throw new InputException(path, "", "the measurements of a suite", "no such file", "run bench/run.sh");
        List<Measurement> all = [];
        foreach (string line in File.ReadLines(path))
        {
            try
            {
                all.Add(JsonSerializer.Deserialize<Measurement>(line)!);
            }
            catch (JsonException e)
            {
                throw new InputException(path, $"line {all.Count + 1}", "a measurement", e.Message, "run bench/run.sh again", e);
            }
        }

        return all;
    }

    /// <summary>This measurement as a line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this);
}
