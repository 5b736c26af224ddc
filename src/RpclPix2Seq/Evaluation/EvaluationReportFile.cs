using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation;

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
            throw new InputException(path, "", "the folder of an evaluation", Directory.Exists(path) ? $"a folder without {Name}" : "nothing", remedy);
        EvaluationReport report = RecordJson.Read<EvaluationReport>(file, "the report of an evaluation");
        return report.Format != EvaluationReport.CurrentFormat
            ? throw new InputException(file, "format", EvaluationReport.CurrentFormat, report.Format, remedy)
            : report.Conditions.Count > 0 ? report : throw new InputException(file, "conditions", "at least one", "none", remedy);
    }
}
