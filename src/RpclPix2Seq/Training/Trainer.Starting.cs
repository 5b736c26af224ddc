using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Training;

/// <content>How a run starts: from scratch, from a model, or from one of its own checkpoints.</content>
internal sealed partial class Trainer
{
    /// <summary>Prepares a new run and writes its configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="data">The data.</param>
    /// <param name="folder">The run.</param>
    /// <param name="from">A model to start from, whose networks have the same sizes, but for a narrower LSTM; null for random ones.</param>
    /// <param name="warn">Called with one line if something is odd.</param>
    /// <param name="ranks">The processes that train it, of which this is rank 0; null for this one alone.</param>
    /// <exception cref="InputException">The model has no encoder, or something cannot be written.</exception>
    public static Trainer Start(
        ModelConfig config, SketchDataset data, RunFolder folder, LoadedModel? from = null, Action<string>? warn = null,
        ICollective? ranks = null)
    {
        Trainer trainer = new(config, data, folder, warn, ranks);
        try
        {
            if (from is not null)
                trainer._session.Model.CopyFrom(from.Model, config.Seed);
            config.Save(folder.ConfigFile);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Prepares to resume a run from its newest intact checkpoint, and writes the configuration. The configuration may change budgets and
    /// rates, but neither shapes nor data.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="data">The data.</param>
    /// <param name="folder">The run.</param>
    /// <param name="warn">Called for damaged checkpoints, with one line each.</param>
    /// <param name="ranks">The processes that train it, of which this is rank 0; null for this one alone.</param>
    /// <exception cref="InputException">There is no checkpoint, all are damaged, or the data are not those it was trained on (defects D-17,
    /// D-28).</exception>
    public static Trainer Resume(
        ModelConfig config, SketchDataset data, RunFolder folder, Action<string>? warn = null, ICollective? ranks = null)
    {
        Trainer trainer = new(config, data, folder, warn, ranks);
        try
        {
            RestoredCheckpoint restored = Checkpoint.RestoreNewest(folder, trainer._session, trainer._warn);
            trainer.RequireSameData(restored.Facts);
            trainer.Adopt(restored);
            trainer._secondsBefore = trainer._progress.Seconds;
            config.Save(folder.ConfigFile);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Prepares to replay steps of a run from one of its checkpoints; the run itself is not changed.</summary>
    internal static Trainer From(ModelConfig config, SketchDataset data, RunFolder folder, RunCheckpoint checkpoint)
    {
        Trainer trainer = new(config, data, folder);
        try
        {
            RestoredCheckpoint restored = Checkpoint.Restore(checkpoint.Folder, trainer._session);
            trainer.RequireSameData(restored.Facts);
            trainer.Adopt(restored);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    private void RequireSameData(ModelFacts facts)
    {
        if (facts.StrokeScale == _strokeScale && facts.Longest == _longest)
            return;
        throw new InputException(
            _folder.Last, "", $"the sketches it was trained on (stroke scale {facts.StrokeScale}, longest {facts.Longest} rows)",
            $"others (stroke scale {_strokeScale}, longest {_longest} rows)", "name the same data, or start a new run");
    }
}
