using System.Text.Json.Serialization;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation;

/// <summary>All measurements of a model: the content of <c>report.json</c>.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Model">The model.</param>
/// <param name="Data">The data.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Conditions">Drawings from complete pictures first, the best of several of them where that was asked for, then drawings from
/// masked ones by increasing share.</param>
/// <param name="UpperBound">Rec of the originals themselves, or null without a classifier.</param>
/// <param name="Distribution">Originals against drawings, or null without a classifier or with too few sketches.</param>
/// <param name="OriginalStrokes">Stroke statistics of the originals.</param>
/// <param name="DrawnStrokes">Stroke statistics of the drawings from complete pictures.</param>
/// <param name="Unconditional">Drawings from the mixture, or null where they were not measured.</param>
internal sealed record EvaluationReport(
    string Format, EvaluatedModel Model, EvaluatedData Data, RecordedOptions Settings, IReadOnlyList<ConditionReport> Conditions,
    RecognitionReport? UpperBound,
    DistributionReport? Distribution, StrokeStatistics OriginalStrokes, StrokeStatistics DrawnStrokes,
    UnconditionalReport? Unconditional = null)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq evaluation 2";
}

/// <summary>Measurements of drawings from complete or masked pictures.</summary>
/// <param name="Masked">The share of the pictures' ink that was to be masked; 0 for complete pictures.</param>
/// <param name="MaskedInFact">The share that was masked, mean over the pictures.</param>
/// <param name="Retrieval">Ret; the codes of originals are those of complete pictures.</param>
/// <param name="Recognition">Rec, or null without a classifier.</param>
/// <param name="BestOf">Of how many drawings each is the best, or null for one.</param>
internal sealed record ConditionReport(
    double Masked, double MaskedInFact, RetrievalReport Retrieval, RecognitionReport? Recognition, int? BestOf = null);

/// <summary>The evaluated model.</summary>
/// <param name="Path">Its path, as named by the user.</param>
/// <param name="Step">Its training steps.</param>
/// <param name="Epoch">Its epochs.</param>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="CodeSize">Z.</param>
/// <param name="Decoder">Its decoder's cell.</param>
/// <param name="Prior">The prior of its codes: gmm, standard or none.</param>
/// <param name="LatentMethod">How its mixture learned.</param>
/// <param name="Components">The live components of its mixture.</param>
/// <param name="Seed">The seed that it was trained with.</param>
internal sealed record EvaluatedModel(
    string Path, long Step, long Epoch, long Parameters, int CodeSize, string Decoder, string Prior, string LatentMethod, int Components,
    long Seed);

/// <summary>The data that a model was evaluated on.</summary>
/// <param name="Path">The data, as named by the user.</param>
/// <param name="Split">train, valid or test.</param>
/// <param name="Sketches">Number of sketches.</param>
/// <param name="Categories">Sketches per category, possibly 0, in the model's order.</param>
/// <param name="Samples">The folder of samples that was measured instead of fresh drawings, as named by the user, or null.</param>
internal sealed record EvaluatedData(string Path, string Split, int Sketches, IReadOnlyList<CategoryCount> Categories, string? Samples);

/// <summary>Number of sketches of a category.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">The number.</param>
internal sealed record CategoryCount(string Category, int Count);

/// <summary>The settings of an evaluation.</summary>
/// <param name="Temperature">τ of the drawings; 0 for greedy.</param>
/// <param name="Seed">Seed of the drawings and masks.</param>
/// <param name="MaxLength">Maximum rows of a drawing.</param>
/// <param name="Direction">Which codes were the queries and which the gallery.</param>
/// <param name="Counting">How many ranks counted.</param>
/// <param name="Resamples">Bootstrap resamples of the confidence intervals.</param>
/// <param name="Confidence">The share of resamples that the intervals contain.</param>
/// <param name="BootstrapSeed">Seed of the resamples.</param>
/// <param name="Classifier">The classifier's folder, as named by the user, or null for none.</param>
/// <param name="ClassifierVariant">The classifier's variant, or null for none.</param>
internal sealed record RecordedOptions(
    double Temperature, long Seed, int MaxLength, RetrievalDirection Direction, RetrievalCounting Counting,
    int Resamples, double Confidence, long BootstrapSeed, string? Classifier, string? ClassifierVariant)
{
    /// <summary>τ of the spread of the drawings' offsets; null if it is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SpreadTemperature { get; init; }

    /// <summary>τ of the drawings' pen; null if it is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PenTemperature { get; init; }

    /// <summary>τ of codes from the mixture; null for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CodeTemperature { get; init; }

    /// <summary>Of how many drawings the best was measured, too; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestOf { get; init; }

    /// <summary>SHA-256 of the classifier's parameters; null for no classifier, or where it was not recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClassifierHash { get; init; }
}

/// <summary>Result of an evaluation: the report, and the outcome for each sketch, to make pictures of.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Sketches">The sketches in the order in which they were given.</param>
internal sealed record EvaluationResult(EvaluationReport Report, IReadOnlyList<EvaluatedSketch> Sketches);

/// <summary>The outcome for one sketch, redrawn from its complete picture.</summary>
/// <param name="Original">The sketch.</param>
/// <param name="Category">Its category.</param>
/// <param name="Drawn">What the model drew.</param>
/// <param name="Rank">How many codes of the gallery are nearer to the query than its own.</param>
/// <param name="Nearest">The position of the sketch whose code is nearest to the query.</param>
/// <param name="Distance">The mean squared difference of the two codes.</param>
/// <param name="Answer">The classifier's category for the drawing, or null without a classifier.</param>
internal sealed record EvaluatedSketch(
    Sketch Original, string Category, Sketch Drawn, int Rank, int Nearest, double Distance, string? Answer);

/// <summary><c>report.json</c>.</summary>
internal static class EvaluationReportFile
{
    /// <summary>Its name in an evaluation's folder.</summary>
    public const string Name = "report.json";

    /// <summary>The text of a report.</summary>
    public static string Render(EvaluationReport report) => RecordJson.Render(report);

    /// <summary>Writes a report, completely or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationReport report) => AtomicFile.WriteAllText(path, Render(report));

    /// <summary>The report in a folder; null if there is none that can be read.</summary>
    public static EvaluationReport? Find(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, Name)) ? Read(folder) : null;
        }
        catch (InputException)
        {
            return null; // other verbs write a report.json, too
        }
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file, or the folder that it is in.</param>
    /// <exception cref="InputException">There is none, or it is damaged or of another kind.</exception>
    public static EvaluationReport Read(string path)
    {
        const string remedy = "name what rpcl evaluate --out made";
        string file = Directory.Exists(path) ? Path.Combine(path, Name) : path;
        if (!File.Exists(file))
            throw new InputException(
                path, "", "the folder of an evaluation", Directory.Exists(path) ? $"a folder without {Name}" : "nothing", remedy);
        EvaluationReport report = RecordJson.Read<EvaluationReport>(file, "the report of an evaluation");
        return report.Format != EvaluationReport.CurrentFormat
            ? throw new InputException(file, "format", EvaluationReport.CurrentFormat, report.Format, remedy)
            : report.Conditions.Count > 0 ? report : throw new InputException(file, "conditions", "at least one", "none", remedy);
    }
}
