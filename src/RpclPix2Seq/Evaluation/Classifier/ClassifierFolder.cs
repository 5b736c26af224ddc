using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Sketches.Files;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>
/// A classifier on disk: <c>classifier.safetensors</c> with its parameters, <c>classifier.json</c> with its description, and
/// <c>curve.jsonl</c> with one object per epoch of its training.
/// </summary>
internal static class ClassifierFolder
{
    private const string TensorFile = "classifier.safetensors", FactsFile = "classifier.json", CurveFile = "curve.jsonl";
    private const string Format = "rpcl-pix2seq classifier 1";
    private const string Remedy = "name what rpcl evaluate classifier train --out made";

    /// <summary>Whether a folder holds a classifier.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, FactsFile));

    /// <summary>Writes a folder, which must be new; it is written completely or not at all.</summary>
    /// <exception cref="InputException">There is something at that path already, or it cannot be written.</exception>
    public static void Save(string folder, TrainedClassifier trained)
    {
        OutputFolder.Write(folder, made => Write(made, trained));
    }

    /// <summary>Reads a classifier.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="device">Where to put it; null for the CPU.</param>
    /// <exception cref="InputException">Something is missing, damaged, or does not fit.</exception>
    public static SketchClassifier Load(string folder, Device? device = null)
    {
        ClassifierFacts facts = ReadFacts(folder);
        string file = Path.Combine(folder, TensorFile);
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        SketchClassifier classifier = new(ClassifierShape.Find(facts.Variant)!, facts.Categories, generator: null, device);
        try
        {
            ModelFolder.Restore(reader, file, classifier.Parameters.All);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of a classifier's parameters, in hexadecimal.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public static string HashOf(string folder)
    {
        string file = Path.Combine(folder, TensorFile);
        try
        {
            return CheckpointManifest.Sha256Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(file, "", "the parameters of a classifier", e.Message, Remedy, e);
        }
    }

    /// <summary>Reads the description of a classifier, without its parameters. Does not load torch.</summary>
    /// <exception cref="InputException">It is not a classifier's folder, or is damaged.</exception>
    public static ClassifierFacts ReadFacts(string folder)
    {
        string file = Path.Combine(folder, FactsFile);
        if (!File.Exists(file))
        {
            string found = Directory.Exists(folder) ? $"a folder without {FactsFile}" : File.Exists(folder) ? "a file" : "nothing";
            throw new InputException(folder, "", "the folder of a classifier", found, Remedy);
        }

        ClassifierFacts facts = RecordJson.Read<ClassifierFacts>(file, "the facts of a classifier");
        if (facts.Format != Format)
            throw new InputException(file, "format", Format, facts.Format, Remedy);
        if (ClassifierShape.Find(facts.Variant) is null)
            throw new InputException(
                file, "variant", string.Join(" or ", ClassifierShape.All.Select(shape => shape.Name)), facts.Variant, Remedy);
        return facts.Categories.Count > 0 ? facts : throw new InputException(file, "categories", "at least one", "none", Remedy);
    }

    private static void Write(string folder, TrainedClassifier trained)
    {
        ClassifierFacts facts = new(
            Format, trained.Classifier.Shape.Name, trained.Classifier.Categories, trained.Seed, trained.TrainSketches, trained.Curve.Count,
            trained.Best.Epoch,
            trained.Best.ValidAccuracy, trained.Curve[^1].Seconds);
        ModelFolder.Write(
            Path.Combine(folder, TensorFile), trained.Classifier.Parameters.All, new Dictionary<string, string> { ["format"] = Format });
        AtomicFile.WriteAllText(
            Path.Combine(folder, CurveFile),
            string.Concat(trained.Curve.Select(epoch => JsonSerializer.Serialize(epoch, RecordJson.Line) + "\n")));
        AtomicFile.WriteAllText(Path.Combine(folder, FactsFile), RecordJson.Render(facts));
    }
}

/// <summary>The description of a classifier in <c>classifier.json</c>.</summary>
/// <param name="Format">Always <c>rpcl-pix2seq classifier 1</c>.</param>
/// <param name="Variant">The name of its <see cref="ClassifierShape"/>.</param>
/// <param name="Categories">The categories that it distinguishes.</param>
/// <param name="Seed">The seed that it was trained with.</param>
/// <param name="TrainSketches">Number of training sketches.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="BestEpoch">The epoch whose parameters it has.</param>
/// <param name="ValidAccuracy">The share of the validation split that it classifies correctly, 0 to 1.</param>
/// <param name="Seconds">Training time in seconds.</param>
internal sealed record ClassifierFacts(
    string Format, string Variant, IReadOnlyList<string> Categories, long Seed, int TrainSketches, int Epochs, int BestEpoch,
    double ValidAccuracy, double Seconds);
