using System.Text.Json.Serialization;

namespace RpclPix2Seq.Sampling;

/// <summary>What a folder of samples holds, so that evaluation never has to guess from file names (defect D-23).</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Model">The model folder, as given by the user.</param>
/// <param name="Step">Training steps of the model.</param>
/// <param name="Mode">conditional, unconditional, codes, interpolation, analogy, variation or completion.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Temperature">τ; 0 for greedy.</param>
/// <param name="Samples">The sketches, in order.</param>
internal sealed record SampleManifest(
    string Format, string Model, long Step, string Mode, long Seed, double Temperature, IReadOnlyList<SampleEntry> Samples)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq samples 1";

    /// <summary>τ of the offsets' spread; null if it is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpreadTemperature { get; init; }

    /// <summary>τ of the pen; null if it is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PenTemperature { get; init; }

    /// <summary>τ of codes from the mixture; null for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CodeTemperature { get; init; }

    /// <summary>How many drawings each is the best of; null for one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestOf { get; init; }

    /// <summary>The kinds of files per sketch, as <c>--only</c> names them; null for all but gif.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SampleFile>? Files { get; init; }

    /// <summary>Width and height of the pictures in pixels; null for those that the model sees.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Size { get; init; }

    /// <summary>The split of the npz file that the sketches are in; null for test.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatasetSplit? Split { get; init; }

    /// <summary>How many sketches without an end were left out; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Dropped { get; init; }

    /// <summary>Maximum rows of a sketch; null where it was not recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxLength { get; init; }

    /// <summary>How many sketches reached that length without an end.</summary>
    [JsonIgnore]
    public int Unfinished => Samples.Count(sample => sample.Rows >= MaxLength);

    /// <summary>Whether each sketch has a file of that kind.</summary>
    public bool Has(SampleFile kind) => Files is null ? kind != SampleFile.Gif : Files.Contains(kind);

    /// <summary>Other options: inputs as given by the user, steps and the like; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object>? Settings { get; init; }
}

/// <summary>A kind of file in a folder of samples.</summary>
internal enum SampleFile
{
    /// <summary>NAME.svg.</summary>
    Svg,

    /// <summary>NAME.png.</summary>
    Png,

    /// <summary>NAME.gif, which draws the sketch row by row.</summary>
    Gif,

    /// <summary>All sketches in sketches.npz.</summary>
    Npz,

    /// <summary>code_NAME.npy and gau_idx_NAME.npy.</summary>
    Codes,
}

/// <summary>One sketch of a folder of samples.</summary>
/// <param name="Name">The name of its files: NAME.svg, NAME.png, code_NAME.npy, gau_idx_NAME.npy.</param>
/// <param name="Category">The category of the original, or null for a sketch that does not have exactly one original with a
/// category.</param>
/// <param name="Source">The file of the original, or null.</param>
/// <param name="Index">Position of the original in its split, or null.</param>
/// <param name="Component">The component of the mixture.</param>
/// <param name="Rows">Rows of the sketch.</param>
[method: JsonConstructor]
internal sealed record SampleEntry(string Name, string? Category, string? Source, int? Index, int Component, int Rows)
{
    /// <summary>A sketch without an original.</summary>
    public SampleEntry(string name, GeneratedSketch drawn)
        : this(name, null, null, null, drawn.Component, drawn.Sketch.Length)
    {
    }
}
