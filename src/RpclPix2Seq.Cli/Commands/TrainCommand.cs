using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Data;
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
    private static readonly TimeSpan LongTraining = TimeSpan.FromDays(4);

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files. Default when resuming: that of the run.",
            HelpName = "FOLDER",
        };
        OutputOption output = new("run", "New folder for the run.");
        Option<string> resume = new("--resume")
        {
            Description = "Resume the run in this folder; auto: resume the run in --out if there is one, else start it.",
            HelpName = "FOLDER",
        };
        Option<string> from = new("--from")
        {
            Description = "Start from this model's networks instead of random ones. Its settings become the defaults, except for a third "
                + "of its learning rate, 2,000 steps, and the mixture at full weight from the start. A larger dec_rnn_size widens an lstm.",
            HelpName = "MODEL",
        };
        Option<string> preset = new("--preset")
        {
            Description = "Settings known to work: "
                + string.Join(", ", ConfigPreset.All.Select(known => $"{known.Name} ({known.Summary})")) + ". Default: small or medium, "
                + "by the amount of data, unless you set anything of the model or of how it learns.",
            HelpName = "NAME",
        };
        Command command = new("train")
        {
            data, output.Option, resume, from, preset, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.RunsConfigured((options, resolved, host, cancellationToken) =>
        {
            string? run = options.GetValue(resume), target = output.Named(options);
            bool automatic = run == Automatic && target is not null;
            if (run is not null && target is not null && !automatic)
                throw new UsageException("expected either --out NEW_FOLDER or --resume RUN_FOLDER; for example --out out/first");
            if (run == Automatic && target is null)
                throw new UsageException("--resume auto: expected --out beside it, found none; for example --out out/first");
            if ((options.GetValue(from) ?? options.GetValue(preset)) is not null && run is not null && !automatic)
                throw new UsageException("--resume: expected neither --from nor --preset beside it: a run keeps its settings");
            bool json = CommonOptions.WantsJson(options);
            Ranks ranks = Ranks.Join(host);
            if (ranks.Collective.Rank > 0)
                return ranks.Follow(cancellationToken);
            if (automatic)
                run = Resumes(run, target) ? target : null;
            string dataFolder = ModelData.FolderFor(options.GetValue(data), run ?? target);
            int code = run is null
                ? Start(
                    new NewRun(dataFolder, target ?? output.Next(), automatic, options.GetValue(from),
                        options.GetValue(preset) is not null),
                    resolved, json, host, ranks, cancellationToken)
                : Resume(resolved, dataFolder, run, json, host, ranks, cancellationToken);
            ranks.Leave();
            return code;
        }, (options, gathered) => Resumes(options.GetValue(resume), output.Named(options))
            ? gathered // checked once it stands above the run's own
            : Complete(gathered, options.GetValue(from), options.GetValue(preset)));
    }

    /// <summary>Trains a new model; shared with quickstart.</summary>
    /// <returns>How it ended.</returns>
    public static TrainingOutcome Fit(
        ModelConfig config, SketchDataset data, string folder, CliHost host, CancellationToken cancellationToken)
        => Fit(config, data, new NewRun(null, folder, Again: false), host, Ranks.Alone(host), cancellationToken);

    private static TrainingOutcome Fit(
        ModelConfig config, SketchDataset data, NewRun run, CliHost host, Ranks ranks, CancellationToken cancellationToken)
    {
        ranks.Tell(config, run.Data ?? "", run.Folder);
        using LoadedModel? from = run.From is null ? null : ModelFolder.Load(run.From);
        bool existed = Directory.Exists(run.Folder);
        using FileClaim claim = RunFolder.Start(run.Folder, run.Again);
        using Trainer trainer = Begin(config, data, RunFolder.At(run.Folder), from, existed, host, ranks);
        if (run.Data is not null)
            RunData.Remember(RunFolder.At(run.Folder), run.Data);
        if (from is not null)
        {
            host.Say($"the networks are those of {run.From} after {from.Facts.Step:N0} steps; the mixture starts from "
                + (LatentStarter.IsDue(config, 0) ? "the codes of these sketches" : "the model's"));
        }

        return Fit(trainer, config, data, host, cancellationToken);
    }

    /// <summary>Trains a new model, or resumes it if it was already started.</summary>
    /// <returns>How it ended.</returns>
    public static TrainingOutcome FitOrGoOn(
        ModelConfig config, SketchDataset data, string folder, CliHost host, CancellationToken cancellationToken)
    {
        if (!RunFolder.HasBegun(folder))
            return Fit(config, data, new NewRun(null, folder, Again: true), host, Ranks.Alone(host), cancellationToken);
        RunFolder run = RunFolder.Open(folder);
        using FileClaim claim = run.Claim();
        return GoOn(config, data, "", run, host, Ranks.Alone(host), cancellationToken);
    }

    private static TrainingOutcome GoOn(
        ModelConfig config, SketchDataset data, string dataFolder, RunFolder run, CliHost host, Ranks ranks,
        CancellationToken cancellationToken)
    {
        ranks.Tell(config, dataFolder, run.Path);
        using Trainer trainer = Trainer.Resume(config, data, run, host.Warn, ranks.Collective);
        if (dataFolder.Length > 0)
            RunData.Remember(run, dataFolder);
        return Fit(trainer, config, data, host, cancellationToken);
    }

    private static Trainer Begin(
        ModelConfig config, SketchDataset data, RunFolder run, LoadedModel? from, bool existed, CliHost host, Ranks ranks)
    {
        try
        {
            return Trainer.Start(config, data, run, from, host.Warn, ranks.Collective);
        }
        catch (InputException) when (!existed)
        {
            // The data cannot be trained on. An empty folder would only block the next try.
            try
            {
                File.Delete(run.ClaimFile);
                Directory.Delete(run.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Network file systems keep what is open; the data are the error.
            }

            throw;
        }
    }

    private static bool Resumes(string? run, string? target) =>
        run is not null && (run != Automatic || (target is not null && RunFolder.HasBegun(target)));

    private static ResolvedConfig Complete(ResolvedConfig gathered, string? from, string? preset)
    {
        if (preset is null)
            return from is null ? ConfigOptions.Checked(gathered) : FineTunedConfig.Of(from, gathered);
        if (from is not null)
            throw new UsageException("expected either --from or --preset: a model brings its own settings");
        try
        {
            return gathered.Over(ConfigPreset.Find(preset));
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static int Start(
        NewRun run, ResolvedConfig resolved, bool json, CliHost host, Ranks ranks, CancellationToken cancellationToken)
    {
        RunFolder.RequireStartable(run.Folder, run.Again);
        IReadOnlyList<string> categories = ModelData.CategoriesFor(resolved, run.Data!, host);
        SketchDataset data = Read(resolved.Config with { Categories = categories }, run.Data!, host);
        DataCheckCommand.Say(data, host, cancellationToken);
        if (run.From is null && !run.HasPreset && ConfigPreset.DefaultFor(resolved, data.Train.Count) is { } preset)
        {
            resolved = resolved.Over(preset);
            host.Say($"preset {preset.Name}, because nothing of the model is set; others: --preset "
                + string.Join(", ", ConfigPreset.All.Where(other => other != preset).Select(other => other.Name)));
        }

        ModelConfig config = RecordedFirstRow.Adopt(resolved, data.FirstRow, run.Data!) with { Categories = categories };
        return Report(
            Fit(ranks.Cut(config, resolved).Validate(), data, run, host, ranks, cancellationToken), RunFolder.At(run.Folder), json, host);
    }

    private static int Resume(
        ResolvedConfig resolved, string dataFolder, string folder, bool json, CliHost host, Ranks ranks,
        CancellationToken cancellationToken)
    {
        RunFolder run = RunFolder.Open(folder);
        using FileClaim claim = run.Claim();
        ModelConfig config = ResumedConfig.Merge(ModelConfig.Load(run.ConfigFile), resolved, run.ConfigFile);
        SketchDataset data = Read(config, dataFolder, host);
        RecordedFirstRow.Require(config.FirstRow, data.FirstRow, dataFolder);
        return Report(GoOn(config, data, dataFolder, run, host, ranks, cancellationToken), run, json, host);
    }

    private static SketchDataset Read(ModelConfig config, string folder, CliHost host)
    {
        SketchDataset data = ModelData.Read(config, folder, host);
        host.Say($"{Plural.Sketches(data.Train.Count)} for training, {data.Valid.Count} for validation, {data.Test.Count} for testing; the "
            + "longest has " + Plural.Of(data.Longest, "row"));
        return data;
    }

    private static TrainingOutcome Fit(
        Trainer trainer, ModelConfig config, SketchDataset data, CliHost host, CancellationToken cancellationToken)
    {
        if (data.Valid.Count == 0)
            host.Warn(ModelData.NoValidation);
        host.Say($"{trainer.ParameterCount:N0} parameters, {Plural.Of(config.NumComponents, "latent component")}, "
            + $"matrix products in {(trainer.Session.Model.Precision == ProductPrecision.BFloat16 ? "bfloat16" : "single precision")}");
        if (!host.Quiet)
            SayDuration(trainer, config, data, host);
        using TrainingConsole console = new(
            host, config, data.Train.Count, trainer.Steps, () => WriteReport(trainer.Run, running: true, host));
        TrainingOutcome outcome = trainer.Fit(console, cancellationToken);
        WriteReport(trainer.Run, running: false, host);
        return outcome;
    }

    private static void SayDuration(Trainer trainer, ModelConfig config, SketchDataset data, CliHost host)
    {
        TimeSpan all = trainer.MeasureStep() * (TrainingConsole.MostSteps(config, data.Train.Count) - trainer.Steps);
        TimeSpan limit = config.MaxMinutes > 0
            ? TimeSpan.FromSeconds(Math.Max(0, (60 * config.MaxMinutes) - trainer.Seconds))
            : TimeSpan.MaxValue;
        host.Say(all < limit
            ? $"about {Durations.Rough(all)} here, or less if validations stop getting better"
            : $"{Durations.Rough(limit)}, as max_minutes says");
        if (all < limit && all > LongTraining)
            host.Warn("that is long: --preset small or medium is a model for this machine, and max_minutes ends training in time");
    }

    /// <summary>Rewrites the page of a run. A run does not end because its page cannot be written.</summary>
    private static void WriteReport(RunFolder run, bool running, CliHost host)
    {
        try
        {
            RunPage.Of(RunSummary.Read(run.Path) with { IsRunning = running }).Write(Path.Combine(run.Path, RunPage.FileName));
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            host.Warn($"the report was not written: {e.Message}");
        }
    }

    private static int Report(TrainingOutcome outcome, RunFolder run, bool json, CliHost host)
    {
        TrainingSummary.Write(outcome, run, json, host);
        return outcome.Reason == StopReason.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    /// <summary>What a new run is made of.</summary>
    /// <param name="Data">The folder of its data, or null for data that no later verb should look for.</param>
    /// <param name="Folder">Its folder.</param>
    /// <param name="Again">Whether the folder may hold a run without a checkpoint.</param>
    /// <param name="From">The model that it starts from, or null.</param>
    /// <param name="HasPreset">Whether a preset was named.</param>
    private sealed record NewRun(string? Data, string Folder, bool Again, string? From = null, bool HasPreset = false);
}
