using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl train</c>: trains a model in a new run folder, or resumes an earlier run.</summary>
internal static class TrainCommand
{
    private const string Automatic = "auto";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "Dataset, or folder of CATEGORY.npz files. Default when resuming: that of the run.", HelpName = "FOLDER" };
        OutputOption output = new("run", "New folder for the run.");
        Option<string> resume = new("--resume")
        {
            Description = "Resume the run in this folder; auto: resume the run in --out if there is one, else start it.",
            HelpName = "FOLDER",
        };
        Command command = new("train", "Train a model.") { data, output.Option, resume, CommonOptions.Json(), CommonOptions.Quiet() };
        return command.RunsConfigured((options, resolved, host, cancellationToken) =>
        {
            string? run = options.GetValue(resume), target = output.Named(options);
            bool automatic = run == Automatic && target is not null;
            if (run is not null && target is not null && !automatic)
                throw new UsageException("expected either --out NEW_FOLDER or --resume RUN_FOLDER; for example --out out/first");
            if (run == Automatic && target is null)
                throw new UsageException("--resume auto: expected --out beside it, found none; for example --out out/first");
            bool json = CommonOptions.IsSet(options, CommonOptions.JsonName);
            if (automatic)
                run = RunFolder.HasBegun(target!) ? target : null;
            string dataFolder = ModelData.FolderFor(options.GetValue(data), run ?? target);
            return run is null
                ? Start(resolved, dataFolder, target ?? output.Next(), automatic, json, host, cancellationToken)
                : Resume(resolved, dataFolder, run, json, host, cancellationToken);
        });
    }

    /// <summary>Trains a new model; shared with quickstart.</summary>
    /// <returns>How it ended.</returns>
    public static TrainingOutcome Fit(
        ModelConfig config, SketchDataset data, string folder, CliHost host, CancellationToken cancellationToken)
        => Fit(config, data, null, folder, again: false, host, cancellationToken);

    private static TrainingOutcome Fit(
        ModelConfig config, SketchDataset data, string? dataFolder, string folder, bool again, CliHost host,
        CancellationToken cancellationToken)
    {
        TorchSetup.Load(config);
        bool existed = Directory.Exists(folder);
        using FileClaim claim = RunFolder.Start(folder, again);
        using Trainer trainer = Begin(config, data, RunFolder.At(folder), existed);
        if (dataFolder is not null)
            RunData.Remember(RunFolder.At(folder), dataFolder);
        return Fit(trainer, config, data, host, cancellationToken);
    }

    /// <summary>Trains a new model, or resumes it if it was already started.</summary>
    /// <returns>How it ended.</returns>
    public static TrainingOutcome FitOrGoOn(
        ModelConfig config, SketchDataset data, string folder, CliHost host, CancellationToken cancellationToken)
    {
        if (!RunFolder.HasBegun(folder))
            return Fit(config, data, null, folder, again: true, host, cancellationToken);
        RunFolder run = RunFolder.Open(folder);
        using FileClaim claim = run.Claim();
        return GoOn(config, data, run, host, cancellationToken);
    }

    private static TrainingOutcome GoOn(
        ModelConfig config, SketchDataset data, RunFolder run, CliHost host, CancellationToken cancellationToken)
    {
        TorchSetup.Load(config);
        using Trainer trainer = Trainer.Resume(config, data, run, host.Warn);
        return Fit(trainer, config, data, host, cancellationToken);
    }

    private static Trainer Begin(ModelConfig config, SketchDataset data, RunFolder run, bool existed)
    {
        try
        {
            return Trainer.Start(config, data, run);
        }
        catch (InputException) when (!existed)
        {
            // The data cannot be trained on. An empty folder would only block the next try.
            File.Delete(run.ClaimFile);
            Directory.Delete(run.Path);
            throw;
        }
    }

    private static int Start(
        ResolvedConfig resolved, string dataFolder, string folder, bool again, bool json, CliHost host, CancellationToken cancellationToken)
    {
        RunFolder.RequireStartable(folder, again);
        IReadOnlyList<string> categories = ModelData.CategoriesFor(resolved, dataFolder, host);
        SketchDataset data = Read(resolved.Config with { Categories = categories }, dataFolder, host);
        ModelConfig config = (RecordedFirstRow.Adopt(resolved, data.FirstRow, dataFolder) with { Categories = categories }).Validate();
        return Report(Fit(config, data, dataFolder, folder, again, host, cancellationToken), RunFolder.At(folder), json, host);
    }

    private static int Resume(
        ResolvedConfig resolved, string dataFolder, string folder, bool json, CliHost host, CancellationToken cancellationToken)
    {
        RunFolder run = RunFolder.Open(folder);
        using FileClaim claim = run.Claim();
        ModelConfig config = ResumedConfig.Merge(ModelConfig.Load(run.ConfigFile), resolved, run.ConfigFile);
        SketchDataset data = Read(config, dataFolder, host);
        RecordedFirstRow.Require(config.FirstRow, data.FirstRow, dataFolder);
        RunData.Remember(run, dataFolder);
        return Report(GoOn(config, data, run, host, cancellationToken), run, json, host);
    }

    private static SketchDataset Read(ModelConfig config, string folder, CliHost host)
    {
        SketchDataset data = ModelData.Read(config, folder, host);
        host.Say($"{data.Train.Count} sketches to train, {data.Valid.Count} to validate, {data.Test.Count} to test; the longest has "
            + $"{data.Longest} rows");
        return data;
    }

    private static TrainingOutcome Fit(
        Trainer trainer, ModelConfig config, SketchDataset data, CliHost host, CancellationToken cancellationToken)
    {
        if (data.Valid.Count == 0)
            host.Warn(ModelData.NoValidation);
        host.Say($"{trainer.ParameterCount:N0} parameters, {config.NumComponents} latent components");
        using TrainingConsole console = new(host, config, data.Train.Count, () => WriteReport(trainer.Run, running: true, host));
        TrainingOutcome outcome = trainer.Fit(console, cancellationToken);
        WriteReport(trainer.Run, running: false, host);
        return outcome;
    }

    /// <summary>Rewrites the page of a run. A run does not end because its page cannot be written.</summary>
    private static void WriteReport(RunFolder run, bool running, CliHost host)
    {
        try
        {
            RunPage.Of(RunSummary.Read(run.Path) with { IsRunning = running }).Write(Path.Combine(run.Path, RunPage.FileName));
        }
        catch (InputException e)
        {
            host.Warn($"the report was not written: {e.Message}");
        }
    }

    private static int Report(TrainingOutcome outcome, RunFolder run, bool json, CliHost host)
    {
        TrainingSummary.Write(outcome, run, json, host);
        return outcome.Reason == StopReason.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }
}

/// <summary>The configuration of a resumed run: the run's own, with the values set for this session (defect D-28).</summary>
internal static class ResumedConfig
{
    /// <summary>Merges the two.</summary>
    /// <param name="saved">The run's configuration.</param>
    /// <param name="now">The values set now; defaults leave the saved values unchanged.</param>
    /// <param name="file">The saved configuration's file, for messages.</param>
    /// <exception cref="UsageException">The values set now would make it a different run.</exception>
    public static ModelConfig Merge(ModelConfig saved, ResolvedConfig now, string file)
    {
        ConfigBuilder builder = new();
        builder.ApplyFile(file);
        foreach ((ConfigKey key, string value, ConfigOrigin origin) in now.Values)
        {
            if (origin.Kind != ConfigSourceKind.Default)
                builder.Apply(key.Name, value, origin with { Kind = ConfigSourceKind.Flag });
        }

        ModelConfig merged = builder.Build().Config;
        if (merged.DifferencesFrom(saved).FirstOrDefault(difference => !difference.Key.IsResumable) is { } fixedKey)
        {
            throw new UsageException(
                $"{fixedKey.Key.Name}: expected {fixedKey.There} as in {file}, found {fixedKey.Here}; "
                + "a run that is resumed can change only "
                + string.Join(", ", ConfigKeys.All.Where(key => key.IsResumable).Select(key => key.Name).Order(StringComparer.Ordinal)));
        }

        return merged;
    }
}
