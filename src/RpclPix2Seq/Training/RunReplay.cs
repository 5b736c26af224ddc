using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Training;

/// <summary>
/// Repeats steps of a run, from one of its checkpoints to a later one, and compares every tensor: weights, mixture, moments, remembered
/// codes.
/// </summary>
internal static class RunReplay
{
    /// <summary>The configuration that the newest checkpoint of a run was written with, and its number of threads.</summary>
    /// <exception cref="InputException">The run has no checkpoint.</exception>
    public static ModelConfig ConfigOf(RunFolder run)
    {
        IReadOnlyList<RunCheckpoint> all = RunCheckpoints.List(run);
        if (all.Count == 0)
            throw new InputException(run.Path, "", "a run with checkpoints", "none", "train it first");
        ModelConfig config = ConfigOf(all[0]);
        return config with { Threads = Checkpoint.MachineOf(all[0].Folder).Threads };
    }

    /// <summary>
    /// Replays the longest stretch of at most <paramref name="mostSteps"/> steps that ends at the latest possible checkpoint.
    /// </summary>
    /// <exception cref="InputException">There is no such stretch, a checkpoint is damaged, or the steps were taken on another
    /// machine.</exception>
    public static ReplayOutcome Run(
        RunFolder run, ModelConfig config, SketchDataset data, long mostSteps, CancellationToken cancellationToken)
    {
        (RunCheckpoint from, RunCheckpoint to) = Choose(run, config, mostSteps);
        to.Check();
        RequireMachine(run, to, TrainingMachine.Current(config));
        using Trainer trainer = Trainer.From(config, data, run, from);
        if (Checkpoint.MachineOf(to.Folder).Products is { } products && products != trainer.Session.Model.Precision)
        {
            throw new InputException(
                run.Path, "precision", $"{products}, in which its steps were taken".ToLowerInvariant(),
                $"{trainer.Session.Model.Precision}, where the bits cannot be equal".ToLowerInvariant(),
                "verify it on a processor that has it");
        }

        trainer.Replay(to.Step, cancellationToken);
        IReadOnlyDictionary<string, string> expected = Checkpoint.Hashes(to.Folder), found = Checkpoint.Hashes(trainer.Session);
        string[] names = [.. expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal)];
        return new ReplayOutcome(
            from, to, names.Length, [.. names.Where(name => expected.GetValueOrDefault(name) != found.GetValueOrDefault(name))]);
    }

    private static void RequireMachine(RunFolder run, RunCheckpoint checkpoint, TrainingMachine here)
    {
        TrainingMachine there = Checkpoint.MachineOf(checkpoint.Folder);
        if (there with { Products = null } == here)
            return;
        string remedy = there.Processor == here.Processor
            ? $"give --threads {there.Threads}"
            : $"verify it on such a processor, with --threads {there.Threads}";
        throw new InputException(run.Path, "", $"{there}, which took its steps", $"{here}, where the bits cannot be equal", remedy);
    }

    private static (RunCheckpoint From, RunCheckpoint To) Choose(RunFolder run, ModelConfig config, long mostSteps)
    {
        RunCheckpoint[] all = [.. RunCheckpoints.List(run).Where(checkpoint => checkpoint.IsWhole)];
        List<long> distances = [];

        ModelConfig? newest = all.Length > 0 ? ConfigOf(all[0]) : null;

        // The machine of each, and whether it has the newest rates.
        Dictionary<RunCheckpoint, (TrainingMachine Machine, bool IsLike)> made = all.ToDictionary(
            checkpoint => checkpoint,
            checkpoint => (Checkpoint.MachineOf(checkpoint.Folder), HasRatesOf(ConfigOf(checkpoint), newest!)));
        foreach (RunCheckpoint to in all)
        {
            TrainingState end = Checkpoint.ProgressOf(to.Folder);
            foreach (RunCheckpoint from in all.Where(from => from.Number < to.Number && from.Step < to.Step).OrderBy(from => from.Step))
            {
                if (!IsOnePiece(Checkpoint.ProgressOf(from.Folder), end, config))
                    continue;

                // The run was moved to another machine, or got other rates, somewhere in between or later.
                if (!all.Where(each => each.Number >= from.Number && each.Number <= to.Number)
                    .All(each => made[each] == (made[to].Machine, true)))
                    continue;
                if (to.Step - from.Step <= mostSteps)
                    return (from, to);
                distances.Add(to.Step - from.Step);
            }
        }

        string found = distances.Count > 0
            ? $"{distances.Min()} steps and more"
            : "no two in a row from one machine, with the newest rates, and without a return to an earlier checkpoint in between";
        throw new InputException(
            run.Path, "", $"two checkpoints at most {mostSteps} steps apart", found, "raise --steps, or keep more with keep_checkpoints");
    }

    private static ModelConfig ConfigOf(RunCheckpoint checkpoint) =>
        ModelConfig.Load(Path.Combine(checkpoint.Folder, ModelFolder.ConfigFile));

    private static bool HasRatesOf(ModelConfig config, ModelConfig other) =>
        config.DifferencesFrom(other).All(difference => difference.Key.Group != ConfigGroup.Optimization);

    /// <summary>Whether one state follows from the other by steps alone, with no return to an earlier checkpoint in between.</summary>
    private static bool IsOnePiece(TrainingState from, TrainingState to, ModelConfig config) =>
        config.Compat == Compatibility.Default || (from.Epoch == to.Epoch && from.Attempt == to.Attempt);
}

/// <summary>Result of replaying a stretch of a run.</summary>
/// <param name="From">The checkpoint that it started from.</param>
/// <param name="To">The checkpoint that it should arrive at.</param>
/// <param name="Tensors">Number of tensors compared.</param>
/// <param name="Different">The names of those that are not bit-identical.</param>
internal sealed record ReplayOutcome(RunCheckpoint From, RunCheckpoint To, int Tensors, IReadOnlyList<string> Different);
