using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Commands.Evaluate;

/// <summary><c>rpcl evaluate classifier</c>: trains and tests a classifier of sketch categories.</summary>
internal static class EvaluateClassifierCommand
{
    private static readonly string[] MachineSettings = ["device", "threads", "wait_policy"];

    /// <summary>Creates the command.</summary>
    public static Command Create() => new("classifier", "Train or test a classifier of sketches.") { CreateTrain(), CreateTest() };

    private static Command CreateTrain()
    {
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<string> output = new("--out") { Description = "New folder for the classifier.", HelpName = "FOLDER", Required = true };
        Option<string> variant = new("--variant")
        {
            Description = "sketch-a-net, the paper's, or sketch-a-net-small for CPUs.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ClassifierShape.SketchANetSmall.Name,
        };
        Option<int> epochs = NumberOptions.Integer("--epochs", "Maximum passes over the training split.", 30, 1, 100_000);
        Option<double> minutes = NumberOptions.Real("--minutes", "Maximum minutes; 0 for no limit", 0, 0, 100_000);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of everything.", 1);
        Command command = new("train", "Train a classifier until validation stops improving.")
        {
            data, output, variant, epochs, minutes, seed, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.RunsConfigured((options, resolved, host, cancellationToken) => Train(
            resolved, options.GetRequiredValue(data), options.GetRequiredValue(output),
            new ClassifierTraining
            {
                Shape = Variant(options.GetRequiredValue(variant)),
                Epochs = options.GetValue(epochs),
                Minutes = options.GetValue(minutes),
                Seed = options.GetValue(seed),
            },
            CommonOptions.WantsJson(options), host, cancellationToken), machine: MachineOptions.WithoutPrecision());
    }

    private static Command CreateTest()
    {
        Argument<string> classifier = new("CLASSIFIER") { Description = "Classifier folder, from rpcl evaluate classifier train." };
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files.",
            HelpName = "FOLDER",
            Required = true,
        };
        SplitOption split = new("Which split to classify.", DatasetSplit.Test, allowsAll: false);
        Command command = new("test", "Measure a classifier's accuracy on real sketches.")
        {
            classifier, data, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        split.AddTo(command);
        return command.RunsConfigured((options, resolved, host, cancellationToken) => Test(
            resolved, options.GetRequiredValue(classifier), options.GetRequiredValue(data),
            split.Read(options)!.Value,
            CommonOptions.WantsJson(options), host, cancellationToken), machine: MachineOptions.WithoutPrecision());
    }

    private static ClassifierShape Variant(string name) => ClassifierShape.Find(name)
        ?? throw new UsageException($"--variant: expected {string.Join(" or ", ClassifierShape.All.Select(shape => shape.Name))}, found "
            + $"{name}; for example --variant {ClassifierShape.SketchANetSmall.Name}");

    private static int Train(
        ResolvedConfig resolved, string folder, string output, ClassifierTraining training, bool json, CliHost host,
        CancellationToken cancellationToken)
    {
        RequireUsed(resolved);
        OutputFolder.RequireNew(output);
        SketchDataset data = ModelData.Read(resolved.Config, folder, host, ModelData.CategoriesFor(resolved, folder, host));
        ModelConfig config = RecordedFirstRow.Adopt(resolved, data.FirstRow, folder);
        TorchSetup.Load(config);
        training = training with { FirstRow = config.FirstRow };
        using ClassifierCheckpoint checkpoint = new(OutputFolder.PartsOf(output), data, training);
        using TrainedClassifier trained = Learn(data, training, checkpoint, config, host, cancellationToken);
        ClassifierFolder.Save(output, trained);
        checkpoint.Delete();
        host.Say($"{Plural.Of(trained.Curve.Count, "epoch")} in {Durations.Elapsed(TimeSpan.FromSeconds(trained.Curve[^1].Seconds))}; "
            + $"kept epoch {trained.Best.Epoch}");
        if (data.Test.Count > 0)
            Write(Measure(trained.Classifier, data.Test, data.Categories, config, output, cancellationToken), json, host);
        else
            host.Out.Write((json ? JsonSerializer.Serialize(new { Classifier = output }, RecordJson.Indented) : output) + "\n");
        return ExitCode.Done;
    }

    /// <summary>Refuses settings without a meaning here on the command line; in a file of settings they may stand.</summary>
    private static void RequireUsed(ResolvedConfig resolved)
    {
        if (resolved.Set.FirstOrDefault(set => set.Origin.Kind == ConfigSourceKind.Flag && set.Key.Group != ConfigGroup.Data
            && !MachineSettings.Contains(set.Key.Name)) is { Key: { } unused })
        {
            throw new UsageException(
                $"{unused.Name}: expected a setting of the data, or {string.Join(" or ", MachineSettings)}; a classifier is trained and "
                + "used in single precision, with --epochs, --minutes, --variant and --seed");
        }
    }

    private static TrainedClassifier Learn(
        SketchDataset data, ClassifierTraining training, ClassifierCheckpoint checkpoint, ModelConfig config, CliHost host,
        CancellationToken cancellationToken)
    {
        ClassifierEpoch? last = checkpoint.Curve is [.., var kept] ? kept : null;
        if (last is not null)
            host.Say($"continuing an interrupted training after {Plural.Of(last.Epoch, "epoch")}");
        using ProgressReport progress = new(host, "learning", "sketches", null, start: (long)checkpoint.Curve.Count * data.Train.Count);
        try
        {
            return ClassifierTrainer.Train(
                data, training,
                (epoch, seen) =>
                    progress.Report(
                        ((long)(epoch - 1) * data.Train.Count) + seen,
                        last is null ? $"epoch {epoch}" : $"epoch {epoch}, last validation {EvaluationTable.Percent(last.ValidAccuracy)}"),
                epoch => last = epoch, TorchRuntime.DeviceFor(config.Device), checkpoint, cancellationToken);
        }
        catch (OperationCanceledException) when (last is not null)
        {
            host.Say($"{Plural.Of(last.Epoch, "epoch")} kept: the same command continues from there");
            throw;
        }
    }

    private static int Test(
        ResolvedConfig resolved, string classifierFolder, string folder, DatasetSplit split, bool json, CliHost host,
        CancellationToken cancellationToken)
    {
        RequireUsed(resolved);
        ClassifierFacts facts = ClassifierFolder.ReadFacts(classifierFolder);

        // A classifier may know more categories than the data have. If categories are named, only those are read, otherwise all of the
        // classifier's.
        SketchDataset data = ModelData.Read(
            resolved.Config, folder, host, resolved.IsSet("categories") ? resolved.Config.Categories : facts.Categories);
        ModelConfig config = RecordedFirstRow.Adopt(resolved, data.FirstRow, folder);
        TorchSetup.Load(config);
        using SketchClassifier classifier = ClassifierFolder.Load(classifierFolder, TorchRuntime.DeviceFor(config.Device));
        ISketchSplit sketches = data.Of(split);
        if (sketches.Count == 0)
            throw new InputException(folder, "", "sketches to classify", "none in this split", "name another with --split");
        Write(Measure(classifier, sketches, data.Categories, config, classifierFolder, cancellationToken), json, host);
        return ExitCode.Done;
    }

    private static RecognitionReport Measure(
        SketchClassifier classifier, ISketchSplit split, IReadOnlyList<string> categories, ModelConfig config, string source,
        CancellationToken cancellationToken)
    {
        classifier.IndicesOf(categories, source);
        LabeledSketch[] sketches = [.. Enumerable.Range(0, split.Count).Select(i => split[i])];
        ClassifierAnswers answers = classifier.Classify(
            [.. sketches.Select(sketch => sketch.Sketch)], config.FirstRow, cancellationToken: cancellationToken);
        return RecognitionReport.Of(
            answers.Category, [.. sketches.Select(sketch => sketch.Category)], categories, classifier.Categories, new BootstrapOptions());
    }

    private static void Write(RecognitionReport report, bool json, CliHost host)
    {
        if (json)
        {
            host.Out.Write(RecordJson.Render(report));
            return;
        }

        ReportTable table = new(
            new Column("category"), new Column("accuracy", IsRight: true), new Column("95 % interval", IsRight: true),
            new Column("sketches", IsRight: true));
        foreach (CategoryRecognition category in report.Categories.Append(
            new CategoryRecognition("all", report.Accuracy.Count, report.Accuracy)))
        {
            table.Add(
                category.Category, category.Accuracy is { } share ? EvaluationTable.Percent(share.Value) : "-",
                category.Accuracy is { } interval
                    ? $"{EvaluationTable.Percent(interval.Low)} to {EvaluationTable.Percent(interval.High)}"
                    : "", $"{category.Count}");
        }

        table.Write(host);
    }
}
