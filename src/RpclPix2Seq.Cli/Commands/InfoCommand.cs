using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Onnx;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl info</c>: what a folder or file is, and what to do with it next.</summary>
internal static class InfoCommand
{
    private const int MostNamed = 20;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> path = new("PATH")
        {
            Description = "A run, a model, a dataset, samples, a classifier, an evaluation, ONNX graphs, or files of drawings.",
        };
        Command command = new("info")
        {
            path, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            options.GetRequiredValue(path), CommonOptions.WantsJson(options), host, cancellationToken));
    }

    private static int Run(string path, bool json, CliHost host, CancellationToken cancellationToken)
    {
        Facts? facts = RunSummary.IsAt(path) ? OfRun(path)
            : ModelFolder.Find(path) is { } folder ? OfModel(path, folder)
            : ClassifierFolder.IsAt(path) ? OfClassifier(path)
            : OnnxManifest.IsAt(path) ? OfGraphs(path)
            : SampleFolder.IsAt(path) ? OfSamples(path)
            : EvaluationReportFile.Find(path) is { } report ? OfEvaluation(path, report)
            : null;
        if (facts is null)
        {
            // Whatever else it is, it has drawings.
            return DataInfoCommand.Run([path], check: false, json, host, cancellationToken);
        }

        if (json)
        {
            host.Out.Write(RecordJson.Render(
                facts.Values.Prepend(("kind", (object?)facts.Kind)).ToDictionary(pair => pair.Item1, pair => pair.Item2)));
            return ExitCode.Done;
        }

        int width = facts.Values.Max(fact => fact.Name.Length);
        host.Out.Write($"{path}: {facts.Kind}\n");
        foreach ((string name, object? value) in facts.Values)
            host.Out.Write($"{name.Replace('_', ' ').PadRight(width)}  {Text(value)}\n");
        foreach (string next in facts.Next)
            host.Say($"next: {next}");
        return ExitCode.Done;
    }

    private static Facts OfRun(string path)
    {
        RunSummary run = RunSummary.Read(path);
        string data = run.Data is null ? " --data DATA" : "";
        return new Facts(
            "a training run",
            [
                ("state", run.State),
                ("step", run.Step),
                ("epoch", Math.Round(run.Epoch, 2)),
                ("best_validation", run.BestValidation?.SequenceLoss),
                ("best_step", run.BestValidation?.Step),
                ("test", run.Test?.SequenceLoss),
                ("components_alive", run.Components),
                ("data", run.Data?.Path),
                .. OfConfig(run.Config),
            ],
            run.IsRunning
                ? [$"rpcl report {path} --watch"]
                : [$"rpcl sample {path}", $"rpcl reconstruct {path}{data}", $"rpcl components {path}{data}",
                    .. run.State == "stopped" ? [$"rpcl train --resume {path}{data}"] : Array.Empty<string>()]);
    }

    private static Facts OfModel(string path, string folder)
    {
        ModelConfig config = ModelConfig.Load(Path.Combine(folder, ModelFolder.ConfigFile));
        string file = Path.Combine(folder, ModelFolder.TensorFile);
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        ModelFacts facts = ModelFacts.FromMetadata(reader.Metadata, file);
        return new Facts(
            facts.IsDecoderOnly ? "a sketch-rnn decoder" : "a model",
            [
                ("step", facts.Step),
                ("epoch", facts.Epoch),
                ("numbers", reader.Entries.Sum(entry => entry.ElementCount)),
                ("bytes", new FileInfo(file).Length),
                ("longest_sketch", facts.Longest),
                .. OfConfig(config),
            ],
            [$"rpcl sample {path}", .. facts.IsDecoderOnly ? Array.Empty<string>() : [$"rpcl reconstruct {path} DRAWING…"]]);
    }

    private static Facts OfClassifier(string path)
    {
        ClassifierFacts facts = ClassifierFolder.ReadFacts(path);
        return new Facts(
            "a classifier",
            [
                ("variant", facts.Variant), ("categories", facts.Categories), ("trained_on", facts.TrainSketches), ("epochs", facts.Epochs),
                ("validation_accuracy", facts.ValidAccuracy),
            ],
            [$"rpcl evaluate MODEL --classifier {path}"]);
    }

    private static Facts OfGraphs(string path)
    {
        FileInfo[] graphs = new DirectoryInfo(path).GetFiles(OnnxManifest.GraphFiles);
        return new Facts(
            "a model as ONNX graphs",
            [
                ("graphs", graphs.Select(file => file.Name).Order(StringComparer.Ordinal).ToArray()),
                ("bytes", graphs.Sum(file => file.Length)),
            ],
            [Path.Combine(path, "README.md")]);
    }

    private static Facts OfSamples(string path)
    {
        SampleManifest manifest = SampleFolder.ReadManifest(path);
        return new Facts(
            "sketches that a model drew",
            [
                ("sketches", manifest.Samples.Count), ("model", manifest.Model), ("step", manifest.Step), ("mode", manifest.Mode),
                ("temperature", TemperatureText.Of(manifest)), ("seed", manifest.Seed),
            ],
            []);
    }

    private static Facts OfEvaluation(string path, EvaluationReport report) => new(
        "the evaluation of a model",
        [
            ("model", report.Model.Path), ("step", report.Model.Step), ("data", report.Data.Path), ("split", report.Data.Split),
            ("sketches", report.Data.Sketches),
            .. EvaluationFigure.Of(report).Select(figure => (figure.Key, (object?)figure.Value)),
        ],
        [$"rpcl evaluate compare {path} OTHER"]);

    private static IEnumerable<(string, object?)> OfConfig(ModelConfig config) =>
    [
        ("categories", config.Categories),
        ("decoder", $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(config.DecModel.ToString())}, {config.DecRnnSize} units"),
        ("code_size", config.ZSize),
        ("picture_size", config.PngWidth),
        ("components_at_start", config.NumComponents),
    ];

    private static string Text(object? value) => value switch
    {
        null => "none",
        IReadOnlyList<string> names => Plural.Names(names, MostNamed),
        double number => number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
        long number => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    /// <summary>What is said of a path.</summary>
    private sealed record Facts(string Kind, IReadOnlyList<(string Name, object? Value)> Values, IReadOnlyList<string> Next);
}
