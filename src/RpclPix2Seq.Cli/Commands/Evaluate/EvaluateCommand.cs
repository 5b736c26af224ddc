using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Retrieval;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Evaluate;

/// <summary><c>rpcl evaluate</c>: Rec, Ret and other metrics of a trained model.</summary>
internal static class EvaluateCommand
{
    private const string UnconditionalName = "--unconditional";
    private const int MostCount = 10_000_000;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model folder, or the folder of a training run." };
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files. Default: that of the run.",
            HelpName = "FOLDER",
        };
        Option<string> classifier = new("--classifier")
        {
            Description = "Classifier folder, from rpcl evaluate classifier train; without it, recognition (Rec) and "
                + "distributions are not measured.",
            HelpName = "FOLDER",
        };
        Option<string> output = new("--out") { Description = "New folder for report.json and report.html.", HelpName = "FOLDER" };
        Option<string> samples = new("--samples")
        {
            Description = "Measure these drawings, which rpcl sample --data made, instead of fresh ones.",
            HelpName = "FOLDER",
        };
        Option<bool> unconditional = UnconditionalOption();
        SplitOption split = new("Which split to redraw.", DatasetSplit.Test, allowsAll: false);
        Option<int> count = NumberOptions.Integer("--count", "Sketches per category, chosen at random; 0 for all.", 0, 0, MostCount);
        Option<double[]> heal = NumberOptions.Reals(
            "--heal", "Redraw pictures with these shares of their ink masked, too; 0 for none", [0], 0, 0.95, 8);
        Option<RetrievalDirection> direction = WordOptions.Choice(
            "--direction", "Retrieval query: drawings against originals (paper), or the reverse.", RetrievalDirection.Paper);
        Option<RetrievalCounting> counting = WordOptions.Choice(
            "--counting", "Whether Ret@10 and Ret@50 count the nearest 10 and 50, or only 9 and 49 as the scripts of "
            + "follow-up papers do.", RetrievalCounting.Exact);
        Option<int> resamples = NumberOptions.Integer(
            "--resamples", "Bootstrap resamples of the confidence intervals.", 1000, 10, 1_000_000);
        Option<bool> open = Browser.Option();
        SamplingArguments drawing = new();
        MachineOptions machine = new();
        Command command = new("evaluate")
        {
            EvaluateClassifierCommand.Create(), EvaluateCompareCommand.Create(), EvaluateAblateCommand.Create(), model, data, classifier,
            output, samples, unconditional, count, heal, direction, counting, resamples, open,
        };
        split.AddTo(command);
        drawing.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            Request request = new(
                options.GetRequiredValue(model),
                ModelData.FolderFor(options.GetValue(data), options.GetRequiredValue(model)), options.GetValue(classifier),
                options.GetValue(output),
                options.GetValue(samples),
                split.Read(options)!.Value,
                options.GetValue(unconditional), options.GetValue(count),
                [.. (NumberOptions.Given(options, heal) ?? []).Where(share => share > 0).Distinct()],
                new RetrievalOptions { Direction = options.GetValue(direction), Counting = options.GetValue(counting) },
                options.GetValue(resamples), options.GetValue(open));
            RequireClassifier(request.Unconditional, request.Classifier);
            if (request is { Opens: true, Output: null })
                throw new UsageException(
                    "--open: expected --out beside it, found none: there is no page to open; for example --out evaluation");
            if (request.Samples is not null && request.Heal.Length > 0)
                throw new UsageException("expected at most one of --samples and --heal, found both: healing needs fresh drawings");
            string? fresh = request.Count > 0 ? count.Name : request.Unconditional ? UnconditionalName : null;
            if (request.Samples is not null && (drawing.FirstGiven(options) ?? fresh) is { } other)
                throw new UsageException($"expected at most one of --samples and {other}, found both: the samples are drawn already");
            SamplingChoice choice = drawing.Read(options);
            if (!request.Unconditional)
                choice.WithoutMixture($"test sketches; {UnconditionalName} draws from the mixture, too");
            return Ranks.Share(host, (ranks, here) => Run(
                request, choice, machine.Read(options), CommonOptions.WantsJson(options), ranks, here,
                cancellationToken), cancellationToken);
        });
    }

    /// <summary>Whether drawings from the mixture are measured, too.</summary>
    public static Option<bool> UnconditionalOption() => new(UnconditionalName)
    {
        Description = "Measure as many drawings from the mixture, too; needs --classifier.",
    };

    /// <summary>Refuses to measure drawings from the mixture with nothing to measure them with.</summary>
    /// <exception cref="UsageException">There is no classifier.</exception>
    public static void RequireClassifier(bool unconditional, string? classifier)
    {
        if (unconditional && classifier is null)
            throw new UsageException($"{UnconditionalName}: expected --classifier beside it, found none; "
                + "rpcl evaluate classifier train makes one");
    }

    private static int Run(
        Request request, SamplingChoice drawing, MachineChoice machine, bool json, ICollective ranks, CliHost host,
        CancellationToken cancellationToken)
    {
        if (request.Output is { } folder)
            OutputFolder.RequireNew(folder);
        if (request.Classifier is { } named)
            ClassifierFolder.ReadFacts(named);
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, machine, host, ranks, request.Output);
        SketchDataset data = ModelData.ReadFor(loaded.Config, request.Data, host);
        ranks.RequireSame(
            "data", $"{data.Of(request.Split).Count} sketches of {string.Join(", ", data.Categories)}, with at most {data.Longest} rows");
        using SketchClassifier? classifier = request.Classifier is null
            ? null
            : ClassifierFolder.Load(request.Classifier, loaded.Model.Device);
        EvaluationResult result = Evaluate(request, loaded, classifier, data, drawing, host, cancellationToken);
        if (ranks.Rank > 0)
            return ExitCode.Done;
        if (request.Output is { } output)
        {
            OutputFolder.Write(output, made =>
            {
                EvaluationPage.Write(Path.Combine(made, "report.html"), result, loaded.Config.FirstRow);
                EvaluationReportFile.Write(Path.Combine(made, EvaluationReportFile.Name), result.Report);
            });
            loaded.Finished?.Delete();
        }

        if (json)
            host.Out.Write(EvaluationReportFile.Render(result.Report));
        else
            EvaluationTable.Write(result.Report, host);
        if (request.Output is not null)
            Browser.Show(Path.Combine(request.Output, "report.html"), request.Opens, host);
        return ExitCode.Done;
    }

    private static EvaluationResult Evaluate(
        Request request, LoadedModel loaded, SketchClassifier? classifier, SketchDataset data, SamplingChoice drawing, CliHost host,
        CancellationToken cancellationToken)
    {
        ISketchSplit split = data.Of(request.Split);
        SampleFolder? samples = request.Samples is null ? null : ReadSamples(request.Samples, loaded);
        EvaluationOptions options = new()
        {
            Sampling = (samples is null ? drawing : SamplingChoice.Of(samples.Manifest)).Options(loaded),
            Retrieval = request.Retrieval,
            Healing = request.Heal,
            Unconditional = request.Unconditional,
            Bootstrap = new BootstrapOptions { Resamples = request.Resamples, Seed = drawing.Seed },
        };
        EvaluationSource source = new(
            request.Model, request.Data, request.Split.ToString().ToLowerInvariant(), request.Classifier, request.Samples)
        {
            ClassifierHash = request.Classifier is null ? null : ClassifierFolder.HashOf(request.Classifier),
        };
        ModelEvaluator evaluator = new(loaded, classifier, options, source);
        using EvaluationProgress progress = new(host);
        return samples is null
            ? evaluator.Evaluate(
                TestChoice.Choose(split, request.Count == 0 ? int.MaxValue : request.Count, drawing.Seed), data.Categories, progress.Report,
                cancellationToken)
            : evaluator.Evaluate(
                SampleOriginals.Find(samples, request.Samples!, split, data.Categories), data.Categories, samples.Sketches, progress.Report,
                cancellationToken);
    }

    private static SampleFolder ReadSamples(string folder, LoadedModel loaded)
    {
        SampleFolder samples = SampleFolder.Read(folder, loaded.Config.ZSize);
        if (samples.Manifest.BestOf is { } tries)
        {
            throw new InputException(
                folder, "manifest.json", "one drawing of each original", $"the best of {tries}",
                $"leave --samples out and set --best-of {tries}, which measures both");
        }

        if (samples.Manifest.Dropped is { } dropped)
        {
            throw new InputException(
                folder, "manifest.json", "a drawing of each original", $"drawings of which {dropped} without an end were left out",
                "draw them again without --drop-unfinished");
        }

        return samples.Manifest.Step == loaded.Facts.Step
            ? samples
            : throw new InputException(
                folder, "manifest.json", $"samples of the model after {loaded.Facts.Step} steps", $"after {samples.Manifest.Step} steps",
                "draw the samples again with this model");
    }

    private sealed record Request(
        string Model, string Data, string? Classifier, string? Output, string? Samples, DatasetSplit Split, bool Unconditional, int Count,
        double[] Heal, RetrievalOptions Retrieval, int Resamples, bool Opens);
}
