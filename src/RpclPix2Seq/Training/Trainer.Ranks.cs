using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Checkpoints;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <content>What ranks tell each other, in addition to the sums of a step.</content>
internal sealed partial class Trainer
{
    private Agreement _agreed;
    private CollectiveTraffic _trafficBefore;
    private long _stepBefore;

    /// <summary>Prepares a rank other than 0, which takes everything from that one.</summary>
    /// <param name="config">The configuration of rank 0.</param>
    /// <param name="data">The same data.</param>
    /// <param name="folder">The run, for messages: this rank writes nothing.</param>
    /// <param name="ranks">The processes that train it.</param>
    public static Trainer Join(ModelConfig config, SketchDataset data, RunFolder folder, ICollective ranks) =>
        new(config, data, folder, ranks: ranks);

    /// <summary>Gives every rank the state of rank 0.</summary>
    private void Begin()
    {
        if (_ranks.Size == 1)
            return;
        string text = _ranks.BroadcastText(
            _ranks.Rank > 0
                ? ""
                : JsonSerializer.Serialize(
                    new Beginning(
                        _memory with { Meter = _meter.State, Watch = _watch.State }, Facts, _saved is not null, _session.Model.Precision),
                    Checkpoint.Json));
        Beginning beginning = JsonSerializer.Deserialize<Beginning>(text, Checkpoint.Json)!;
        RequireSameData(beginning.Facts, beginning.Memory);

        // Rank 0's precision counts, because the run may have started on another machine. If one processor lacks the instructions for
        // bfloat16, no rank uses them.
        if (_config.Precision == ProductPrecision.Automatic && beginning.Products == ProductPrecision.BFloat16
            && _session.Model.SupportsRounding())
            _session.Model.Precision = ProductPrecision.BFloat16;
        if (_ranks.Any(_session.Model.Precision != ProductPrecision.BFloat16))
            _session.Model.Precision = ProductPrecision.Float32;
        Share();
        if (_ranks.Rank > 0)
        {
            Adopt(new RestoredCheckpoint(_progress, beginning.Memory, beginning.Facts, _best));
            _saved = beginning.IsSaved ? _progress : null;
            _secondsBefore = _progress.Seconds;
        }

        _ranks.Timeout = TimeSpan.FromSeconds(_config.RankTimeout);
        (_trafficBefore, _stepBefore) = (_ranks.Traffic, _progress.Step);
    }

    private Communication? Communicated() => _ranks.Size == 1 ? null : new Communication(
        _ranks.Size, (_ranks.Traffic.Seconds - _trafficBefore.Seconds) / _clock.Elapsed.TotalSeconds,
        (double)(_ranks.Traffic.Bytes - _trafficBefore.Bytes) / Math.Max(1, _progress.Step - _stepBefore));

    /// <summary>Gives every rank the progress, the model, the moments and the remembered codes of rank 0.</summary>
    private void Share()
    {
        if (_ranks.Size == 1)
            return;
        Progress shared = JsonSerializer.Deserialize<Progress>(
            _ranks.BroadcastText(JsonSerializer.Serialize(
                new Progress(_progress, _best, _session.Optimizer.Steps, _session.Organizer?.State), Checkpoint.Json)),
            Checkpoint.Json)!;
        (_progress, _best, _session.Optimizer.Steps) = (shared.State, shared.Best, shared.OptimizerSteps);
        if (_session.Organizer is { } organizer && _ranks.Rank > 0)
            organizer.State = shared.Latent!;
        using IDisposable scope = NewDisposeScope();
        Broadcast([.. _session.Model.State(), .. Checkpoint.State(_session)]);
    }

    /// <summary>Gives every rank the weights of the best model, in place of those that it trained; returns its step and epoch.</summary>
    private (long Step, long Epoch) ShareBest(LoadedModel? best)
    {
        string[] facts = _ranks.BroadcastText($"{best?.Facts.Step} {best?.Facts.Epoch}").Split(' ');
        if (_ranks.Size > 1)
            Broadcast([.. (best?.Model ?? _session.Model).State()]);
        return (long.Parse(facts[0], CultureInfo.InvariantCulture), long.Parse(facts[1], CultureInfo.InvariantCulture));
    }

    private void Broadcast(NamedTensor[] tensors)
    {
        using IDisposable _ = no_grad();
        foreach (NamedTensor named in tensors)
        {
            float[] values = named.Tensor.Floats();
            _ranks.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()));
            if (_ranks.Rank > 0)
                named.Tensor.CopyFrom(values);
        }
    }

    /// <summary>
    /// What ranks must not decide each for itself: how much time has passed, which rank 0 knows, and whether to stop, which any may want.
    /// </summary>
    private void Agree(CancellationToken cancellationToken)
    {
        bool isDue = _config.CheckpointMinutes > 0 && (_clock.Elapsed - _savedAt).TotalMinutes >= _config.CheckpointMinutes;
        double[] all = _ranks.GatherAll(Now, isDue ? 1 : 0, cancellationToken.IsCancellationRequested ? 1 : 0);
        _agreed = new Agreement(all[1] > 0, all.Where((_, i) => i % 3 == 2).Any(wants => wants > 0));
        _progress = _progress with { Seconds = all[0] };
    }

    /// <summary>
    /// Ranks on different processors may round what each computes for itself differently. Before a checkpoint they are made equal again.
    /// </summary>
    private void RequireEqual()
    {
        if (_ranks.Size == 1)
            return;
        string[] hashes = _ranks.GatherTexts(Convert.ToHexStringLower(
            SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(Checkpoint.Hashes(_session).Values)))));
        if (Array.FindIndex(hashes, hash => hash != hashes[0]) is not (> 0 and var other))
            return;
        _warn($"the weights of rank {other} differ from those of rank 0, as happens on different processors; rank 0's are used");
        Share();
    }

    /// <summary>The shards of a batch that this rank computes; null for one without sketches.</summary>
    private SketchBatch?[] MyShards(int[] indices)
    {
        ShardPlan plan = _session.Plan;
        int first = plan.FirstOf(_ranks.Rank), end = plan.FirstOf(_ranks.Rank + 1);
        SketchBatch?[] shards = new SketchBatch?[end - first];
        for (int shard = first; shard < end; shard++)
        {
            int from = plan.RowOf(shard, indices.Length), to = plan.RowOf(shard + 1, indices.Length);
            if (from < to)
                shards[shard - first] = Batch(indices.AsSpan(from..to));
        }

        return shards;
    }

    /// <summary>What all ranks agree on after a step.</summary>
    private readonly record struct Agreement(bool IsCheckpointDue, bool IsInterrupted);

    /// <summary>What a rank needs to begin.</summary>
    private sealed record Beginning(TrainingMemory Memory, ModelFacts Facts, bool IsSaved, ProductPrecision Products);

    /// <summary>What changes in training in addition to tensors.</summary>
    private sealed record Progress(TrainingState State, long Best, long OptimizerSteps, RivalPenalizedState? Latent);
}
