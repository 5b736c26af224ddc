using System.Text.Json;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>Everything that was measured of a model: what <c>report.json</c> holds.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Model">Which model.</param>
/// <param name="Data">On what.</param>
/// <param name="Settings">How.</param>
/// <param name="Conditions">Drawings after whole pictures first, then after masked ones by rising share.</param>
/// <param name="UpperBound">Rec of the originals themselves, or null without a classifier.</param>
/// <param name="Distribution">Originals against drawings, or null without a classifier or with too few sketches.</param>
/// <param name="OriginalStrokes">How the originals are drawn.</param>
/// <param name="DrawnStrokes">How the drawings after whole pictures are drawn.</param>
public sealed record EvaluationReport(
    string Format, EvaluatedModel Model, EvaluatedData Data, RecordedOptions Settings, IReadOnlyList<ConditionReport> Conditions,
    RecognitionReport? UpperBound,
    DistributionReport? Distribution, StrokeStatistics OriginalStrokes, StrokeStatistics DrawnStrokes)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq evaluation 2";
}

/// <summary>What was measured of drawings after whole or masked pictures.</summary>
/// <param name="Masked">Which share of the pictures' ink was to be masked; 0 for whole ones.</param>
/// <param name="MaskedInFact">Which share was, in the mean over the pictures.</param>
/// <param name="Retrieval">Ret; the codes of originals are those of whole pictures.</param>
/// <param name="Recognition">Rec, or null without a classifier.</param>
public sealed record ConditionReport(double Masked, double MaskedInFact, RetrievalReport Retrieval, RecognitionReport? Recognition);

/// <summary>Which model was measured.</summary>
/// <param name="Path">As it was named.</param>
/// <param name="Step">Its training steps.</param>
/// <param name="Epoch">Its epochs.</param>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="CodeSize">Z.</param>
/// <param name="Decoder">Its decoder's cell.</param>
/// <param name="Prior">What its codes were drawn toward: gmm, standard or none.</param>
/// <param name="LatentMethod">How its mixture learned.</param>
/// <param name="Components">The live components of its mixture.</param>
/// <param name="Seed">The seed that it was trained with.</param>
public sealed record EvaluatedModel(
    string Path, long Step, long Epoch, long Parameters, int CodeSize, string Decoder, string Prior, string LatentMethod, int Components,
    long Seed);

/// <summary>On what it was measured.</summary>
/// <param name="Path">The data, as they were named.</param>
/// <param name="Split">train, valid or test.</param>
/// <param name="Sketches">How many sketches.</param>
/// <param name="Categories">How many of each category, 0 of some perhaps, in the model's order.</param>
/// <param name="Samples">The folder of samples that was measured instead of fresh drawings, as it was named, or null.</param>
public sealed record EvaluatedData(string Path, string Split, int Sketches, IReadOnlyList<CategoryCount> Categories, string? Samples);

/// <summary>How many sketches of a category there are.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many.</param>
public sealed record CategoryCount(string Category, int Count);

/// <summary>How it was measured.</summary>
/// <param name="Temperature">τ of the drawings; 0 for greedy.</param>
/// <param name="PenTemperature">τ of the drawings' pen; null for the same, or for greedy.</param>
/// <param name="Seed">Seed of the drawings and masks.</param>
/// <param name="MaxLength">Most rows that a drawing could get.</param>
/// <param name="Direction">What was looked for among what.</param>
/// <param name="Counting">How many places counted.</param>
/// <param name="Resamples">Bootstrap resamples of the confidence intervals.</param>
/// <param name="Confidence">The share of resamples that the intervals hold.</param>
/// <param name="BootstrapSeed">Seed of the resamples.</param>
/// <param name="Classifier">The classifier's folder, as it was named, or null for none.</param>
/// <param name="ClassifierVariant">Which classifier it is, or null for none.</param>
public sealed record RecordedOptions(
    double Temperature, double? PenTemperature, long Seed, int MaxLength, RetrievalDirection Direction, RetrievalCounting Counting,
    int Resamples, double Confidence, long BootstrapSeed,
    string? Classifier, string? ClassifierVariant);

/// <summary>What an evaluation gives: the report, and what became of each sketch, for pictures.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="Sketches">The sketches in the order in which they were given.</param>
public sealed record EvaluationResult(EvaluationReport Report, IReadOnlyList<EvaluatedSketch> Sketches);

/// <summary>What became of one sketch, redrawn after its whole picture.</summary>
/// <param name="Original">The sketch.</param>
/// <param name="Category">Its category.</param>
/// <param name="Drawn">What the model drew.</param>
/// <param name="Rank">How many codes of the gallery are nearer to the query than its own.</param>
/// <param name="Nearest">The position of the sketch whose code is nearest to the query.</param>
/// <param name="Distance">The mean squared difference of the two codes.</param>
/// <param name="Answer">The classifier's category for the drawing, or null without a classifier.</param>
public sealed record EvaluatedSketch(
    Sketch Original, string Category, Sketch Drawn, int Rank, int Nearest, double Distance, string? Answer);

/// <summary><c>report.json</c>.</summary>
public static class EvaluationReportFile
{
    /// <summary>Its name in an evaluation's folder.</summary>
    public const string Name = "report.json";

    /// <summary>The text of a report.</summary>
    public static string Render(EvaluationReport report) => JsonSerializer.Serialize(report, RecordJson.Indented) + "\n";

    /// <summary>Writes a report, whole or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationReport report) => AtomicFile.WriteAllText(path, Render(report));

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
