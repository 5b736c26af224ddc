using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Training;

/// <content>How a run starts: from scratch, from a model, or from one of its own checkpoints.</content>
internal sealed partial class Trainer
{
    private const int LengthsAtOnce = 1 << 14, HashDigits = 16;

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
            trainer._watch.StartsFromModel = from is not null;
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
            trainer.RequireSameData(restored.Facts, restored.Memory);
            trainer.Adopt(restored);
            trainer.KeepPrecision(restored.Products);
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
            trainer.RequireSameData(restored.Facts, restored.Memory);
            trainer.Adopt(restored);
            trainer.KeepPrecision(restored.Products);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Computes as the run did, where the precision was chosen by what the processor has: a checkpoint then has the same bits on any number
    /// of ranks, of which one may have had less.
    /// </summary>
    private void KeepPrecision(ProductPrecision? before)
    {
        Pix2SeqModel model = _session.Model;
        if (_config.Precision != ProductPrecision.Automatic || before is not { } kept || kept == model.Precision)
            return;
        if (kept == ProductPrecision.BFloat16 && !model.SupportsRounding())
        {
            _warn("the run was in bfloat16, for which this processor has no instructions; it continues in single precision");
            return;
        }

        string name = kept == ProductPrecision.BFloat16 ? "bfloat16" : "single precision";
        _warn($"the run continues in {name}, in which it was, although precision=automatic is another one on this processor");
        model.Precision = kept;
    }

    private void RequireSameData(ModelFacts facts, TrainingMemory memory)
    {
        if (facts.StrokeScale != _strokeScale || facts.Longest != _longest)
            throw new InputException(
                _folder.Last, "", $"the sketches it was trained on (stroke scale {facts.StrokeScale}, longest {facts.Longest} rows)",
                $"others (stroke scale {_strokeScale}, longest {_longest} rows)", "name the same data, or start a new run");
        if (memory.Data is { } before && before != _identity)
            throw new InputException(
                _folder.Last, "", $"the sketches it was trained on, in their order ({before})", $"others, or another order ({_identity})",
                "name the same data, or start a new run");
    }

    /// <summary>The numbers of sketches to train and validate with, and a hash of their lengths in order, which reads no sketch.</summary>
    private static string IdentityOf(SketchDataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] lengths = new int[LengthsAtOnce];
        foreach (ISketchSplit split in (ISketchSplit[])[data.Train, data.Valid])
        {
            for (int start = 0; start < split.Count; start += lengths.Length)
            {
                Span<int> part = lengths.AsSpan(0, Math.Min(lengths.Length, split.Count - start));
                for (int i = 0; i < part.Length; i++)
                    part[i] = split.LengthOf(start + i);
                hash.AppendData(MemoryMarshal.AsBytes(part));
            }
        }

        string digits = Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits];
        return $"{data.Train.Count} to train with, {data.Valid.Count} to validate, {digits}";
    }
}
