using System.CommandLine;
using System.Globalization;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Ablation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands.Evaluate;

/// <summary>
/// <c>rpcl evaluate ablate</c>: trains and evaluates variants of the model, each with every seed. Finished work is not repeated, so that it
/// can be stopped and restarted, and several processes can share the work: each takes a model that no other process has.
/// </summary>
internal static class EvaluateAblateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> plan = new("PLAN")
        {
            Description = """A JSON file: {"base": {KEY: VALUE}, "rows": [{"name": NAME, "set": {KEY: VALUE}}], "seeds": [1, 2, 3]}.""",
        };
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<string> output = new("--out")
        {
            Description = "Folder for models, reports and the table; an earlier one of the same plan is resumed.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<string> classifier = new("--classifier")
        {
            Description = "Classifier folder, from rpcl evaluate classifier train; without it, recognition (Rec) is not measured.",
            HelpName = "FOLDER",
        };
        Option<double[]> heal = NumberOptions.Reals(
            "--heal", "Redraw pictures with these shares of their ink masked, too; 0 for none", [0], 0, 0.95, 8);
        Option<bool> unconditional = EvaluateCommand.UnconditionalOption();
        SamplingArguments drawing = new();
        MachineOptions machine = new();
        Command command = new("ablate", "Train and measure variants of the model, and put them into one table.")
        {
            plan, data, output, classifier, heal, unconditional,
        };
        drawing.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            Request request = new(
                AblationPlan.Read(options.GetRequiredValue(plan)), options.GetRequiredValue(data), options.GetRequiredValue(output),
                options.GetValue(classifier), [.. (NumberOptions.Given(options, heal) ?? []).Where(share => share > 0).Distinct()],
                options.GetValue(unconditional), drawing.Read(options), machine.Read(options));
            EvaluateCommand.RequireClassifier(request.Unconditional, request.Classifier);
            return Run(request, CommonOptions.WantsJson(options), host, cancellationToken);
        });
    }

    private static int Run(Request request, bool json, CliHost host, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? known = request.Classifier is { } named ? ClassifierFolder.ReadFacts(named).Categories : null;
        (AblationRow Row, ModelConfig Config)[] models =
        [
            .. request.Plan.Models().Select(model => (model.Row, TorchSetup.OnThisMachine(model.Config, request.Machine, host))),
        ];
        foreach ((AblationRow row, ModelConfig config) in models)
        {
            if (known is not null)
                SketchClassifier.IndicesOf(known, config.Categories, request.Classifier!);
            RequireOfThisPlan(RunFolder.At(RunPath(request, row, config)), config);
        }

        int others = 0;
        foreach ((AblationRow row, ModelConfig config) in models)
        {
            using FileClaim? claim = FileClaim.TryTake(Path.Combine(request.Output, "claims", $"{row.Name}-{config.Seed}"));
            if (claim is null)
                others++;
            else if (FindReport(request, row, config) is null && !TrainAndMeasure(request, row, config, host, cancellationToken))
            {
                host.Say("interrupted; the same command goes on");
                return ExitCode.Interrupted;
            }
        }

        if (others > 0)
            host.Say($"{others} of {models.Length} models are being trained by other processes; the table leaves out those that are not "
                + "measured");
        Report(request, json, host);
        return ExitCode.Done;
    }

    private static string Folder(Request request, AblationRow row, ModelConfig config) =>
        Path.Combine(request.Output, row.Name, $"seed-{config.Seed.ToString(CultureInfo.InvariantCulture)}");

    private static string RunPath(Request request, AblationRow row, ModelConfig config) =>
        Path.Combine(Folder(request, row, config), "run");

    private static string Measured(Request request, AblationRow row, ModelConfig config) =>
        Path.Combine(Folder(request, row, config), "evaluation");

    /// <summary>
    /// The report of a model, or null if it has not been evaluated, or only with settings other than those requested now.
    /// </summary>
    private static EvaluationReport? FindReport(Request request, AblationRow row, ModelConfig config)
    {
        if (EvaluationReportFile.Find(Measured(request, row, config)) is not { } report)
            return null;
        RecordedOptions settings = report.Settings;
        bool isAsked = report.Data.Path == request.Data && settings.Classifier == request.Classifier
            && (settings.ClassifierHash is null || settings.ClassifierHash == request.ClassifierHash)
            && settings.Seed == request.Drawing.Seed && request.Drawing.IsAsRecorded(settings, config)
            && (report.Unconditional is not null || !request.Unconditional)
            && report.Conditions.Where(condition => condition.BestOf is null).Select(condition => condition.Masked)
                .SequenceEqual([0, .. request.Heal.Order()]);
        return isAsked ? report : null;
    }

    /// <returns>False if it was interrupted.</returns>
    private static bool TrainAndMeasure(
        Request request, AblationRow row, ModelConfig config, CliHost host, CancellationToken cancellationToken)
    {
        host.Say($"{row.Name}, seed {config.Seed}:");
        string run = RunPath(request, row, config);
        SketchDataset data = ModelData.Read(config, request.Data, host);
        RecordedFirstRow.Require(config.FirstRow, data.FirstRow, request.Data);
        if (TrainCommand.FitOrGoOn(AsBegun(config, run), data, run, host, cancellationToken).Reason == StopReason.Interrupted)
            return false;
        using LoadedModel loaded = ModelFolder.Load(run, TorchRuntime.DeviceFor(config.Device));
        loaded.Model.Use(config);
        using SketchClassifier? classifier = request.Classifier is null
            ? null
            : ClassifierFolder.Load(request.Classifier, loaded.Model.Device);
        EvaluationOptions options = new()
        {
            Sampling = request.Drawing.Options(loaded),
            Healing = request.Heal,
            Unconditional = request.Unconditional,
            Bootstrap = new BootstrapOptions { Seed = request.Drawing.Seed },
        };
        EvaluationSource source = new(run, request.Data, "test", request.Classifier) { ClassifierHash = request.ClassifierHash };
        using EvaluationProgress progress = new(host);
        EvaluationResult result = new ModelEvaluator(loaded, classifier, options, source)
            .Evaluate(
                TestChoice.Choose(data.Test, int.MaxValue, request.Drawing.Seed), data.Categories, progress.Report, cancellationToken);
        string folder = Measured(request, row, config);
        Directory.CreateDirectory(folder);
        EvaluationPage.Write(Path.Combine(folder, "report.html"), result, loaded.Config.FirstRow);
        EvaluationReportFile.Write(Path.Combine(folder, EvaluationReportFile.Name), result.Report);
        return true;
    }

    /// <summary>The settings to train with: a run that was started before keeps its device, kernels and precision.</summary>
    private static ModelConfig AsBegun(ModelConfig config, string run) => !RunFolder.HasBegun(run)
        ? config
        : ModelConfig.Load(RunFolder.At(run).ConfigFile) with { Threads = config.Threads, WaitPolicy = config.WaitPolicy };

    /// <summary>Ensures that a model that was already started matches the current plan.</summary>
    private static void RequireOfThisPlan(RunFolder run, ModelConfig config)
    {
        if (File.Exists(run.ConfigFile) && config.DifferencesFrom(ModelConfig.Load(run.ConfigFile))
            .FirstOrDefault(difference => !TorchSetup.MachineKeys.Contains(difference.Key.Name)) is { } changed)
        {
            throw new InputException(
                run.ConfigFile, changed.Key.Name, $"{changed.Here} as in the plan", changed.There,
                "the plan has changed since that model was started: choose another --out, or remove the model");
        }
    }

    private static void Report(Request request, bool json, CliHost host)
    {
        AblationResult[] results =
        [
            .. request.Plan.Models().Select(
                model => FindReport(request, model.Row, model.Config) is { } report
                    ? AblationResult.Of(model.Row.Name, model.Config.Seed, report)
                    : null)
                .OfType<AblationResult>(),
        ];
        AblationTable table = AblationTable.Of([.. request.Plan.Rows.Select(row => row.Name)], results);
        string text = AblationListing.Json(table);
        AtomicFile.WriteAllText(Path.Combine(request.Output, "ablation.json"), text);
        AtomicFile.WriteAllText(Path.Combine(request.Output, "ablation.md"), AblationListing.Markdown(table));
        AblationListing.WritePage(Path.Combine(request.Output, "ablation.html"), table);
        if (json)
            host.Out.Write(text);
        else
            AblationListing.Write(table, host);
    }

    private sealed record Request(
        AblationPlan Plan, string Data, string Output, string? Classifier, double[] Heal, bool Unconditional, SamplingChoice Drawing,
        MachineChoice Machine)
    {
        /// <summary>SHA-256 of the classifier's parameters, or null for none.</summary>
        public string? ClassifierHash { get; } = Classifier is null ? null : ClassifierFolder.HashOf(Classifier);
    }
}
