using System.Runtime.InteropServices;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <content>
/// Steps over batches that are cut into shards. A rank computes its shards one after the other; gradients, losses and what the mixture
/// learns are added over all shards, so that every rank takes the same step. Noise is drawn for the whole batch, dropout for each shard.
/// The backward pass is cut at the codes: while that of the encoder runs, the gradients of all that follows it are exchanged.
/// </content>
internal sealed partial class TrainingSession
{
    private readonly ICollective _ranks;
    private ShardSum<double>? _lossSum, _latentSum;
    private GradientBucket? _encoderGradients, _decoderGradients;

    /// <summary>How batches are cut.</summary>
    public ShardPlan Plan { get; }

    /// <summary>One step, as <see cref="Step(SketchBatch, long, long, Action{ForwardPass}?)"/>.</summary>
    /// <param name="shards">The shards of this rank, in order; null for one without sketches.</param>
    /// <param name="size">B: the sketches of all shards of all ranks.</param>
    /// <param name="step">t: steps done so far.</param>
    /// <param name="attempt">How often the epoch was started over.</param>
    /// <param name="inspect">Receives the codes of the whole batch [B, Z] before the parameters change.</param>
    /// <exception cref="CollectiveException">Another rank is gone.</exception>
    public StepOutcome StepShards(
        IReadOnlyList<SketchBatch?> shards, int size, long step, long attempt = 0, Action<Tensor>? inspect = null)
    {
        using IDisposable scope = NewDisposeScope();
        EncodedBatch[] encoded = Encode(shards, size, step, attempt);
        MixtureState mixture = _objective.LearnsFromBatches
            ? _objective.Learn(Model.Mixture, SumOf([.. encoded.Select(part => _objective.Gather(Model.Mixture, part, step))]), step)
            : Model.Mixture;
        _lossSum ??= new ShardSum<double>(_ranks, Plan, LossMeter.CountOf(_config));
        _encoderGradients ??= new GradientBucket(Model.EncoderParameters, _ranks, Plan);
        _decoderGradients ??= new GradientBucket(Model.DecoderParameters, _ranks, Plan);
        double latentWeight = _objective.LatentWeightAt(step);
        EncodedBatch[] leaves = [.. encoded.Select(part => part.AsLeaves())];
        for (int i = 0; i < shards.Count; i++)
        {
            using IDisposable inner = NewDisposeScope();
            double[] losses = new double[_lossSum.Length];
            if (shards[i] is { } shard)
            {
                _noise.Begin(RandomPurpose.Noise, _config.Seed, attempt, step, Plan.FirstOf(_ranks.Rank) + i);
                ForwardPass pass = _objective.Complete(Model, shard, leaves[i], mixture, step, training: true, _dropout);
                losses = [.. LossMeter.Read(pass).Select(loss => loss * shard.Size)];
                pass.Total.Times((double)shard.Size / size).backward();
            }

            _lossSum.Add(target => losses.CopyTo(target, 0));
            _decoderGradients.Take();
        }

        _ranks.Start(_decoderGradients.Reduce);
        for (int i = 0; i < shards.Count; i++)
        {
            if (shards[i] is not null)
                encoded[i].Backward(leaves[i]);
            _encoderGradients.Take();
        }

        _ranks.Finish();
        _encoderGradients.Reduce();
        return Apply(Codes(encoded, size), mixture, size, latentWeight, step, inspect);
    }

    private StepOutcome Apply(
        Tensor codes, MixtureState mixture, int size, double latentWeight, long step, Action<Tensor>? inspect)
    {
        double[] losses = [.. _lossSum!.Total().Select(sum => sum / size)];
        if (!double.IsFinite(losses[0]))
            return new StepOutcome(losses, latentWeight, default, "the loss is not finite");
        inspect?.Invoke(codes);
        Tensor[] gradients = [.. _encoderGradients!.Gradients(), .. _decoderGradients!.Gradients()];
        GradientStatistics statistics = Optimizer.Measure(gradients);
        if (!double.IsFinite(statistics.Norm))
            return new StepOutcome(losses, latentWeight, statistics, "the gradient is not finite");
        Optimizer.Step(Schedules.LearningRate(_config, step), gradients);
        Model.Mixture.Assign(mixture);
        return new StepOutcome(losses, latentWeight, statistics, null)
        {
            Decisions = Organizer?.Observe(Model.Mixture, codes, step) ?? [],
        };
    }

    private EncodedBatch[] Encode(IReadOnlyList<SketchBatch?> shards, int size, long step, long attempt)
    {
        _noise.Begin(RandomPurpose.Noise, _config.Seed, attempt, step);
        Tensor noise = _noise.Normal(Model.Type, Model.Device, size, Model.Shape.CodeSize);
        EncodedBatch[] encoded = new EncodedBatch[shards.Count];
        for (int i = 0, row = Plan.FirstRowOf(_ranks.Rank, size); i < encoded.Length; i++)
        {
            encoded[i] = shards[i] is { } shard ? _objective.Encode(Model, shard, noise.narrow(0, row, shard.Size)) : Nothing();
            row += (int)(shards[i]?.Size ?? 0);
        }

        return encoded;

        EncodedBatch Nothing()
        {
            Tensor codes = zeros([0, Model.Shape.CodeSize], Model.Type, Model.Device);
            Tensor posterior = zeros([0, Model.Mixture.Components], Model.Type, Model.Device);
            return new EncodedBatch(codes, posterior, posterior, codes, codes);
        }
    }

    /// <summary>The codes of the whole batch [B, Z].</summary>
    private Tensor Codes(EncodedBatch[] encoded, int size)
    {
        using IDisposable _ = no_grad();
        int width = Model.Shape.CodeSize;
        Tensor own = cat([.. encoded.Select(part => part.Codes.detach())], 0);
        float[] mine = new float[own.numel()];
        own.CopyTo(mine);
        float[] all = new float[size * width];
        int[] counts =
            [.. Enumerable.Range(0, _ranks.Size).Select(rank =>
                (Plan.FirstRowOf(rank + 1, size) - Plan.FirstRowOf(rank, size)) * width * sizeof(float))];
        _ranks.Gather(MemoryMarshal.AsBytes<float>(mine), MemoryMarshal.AsBytes(all.AsSpan()), counts);
        return tensor(all, [size, width]).to(Model.Type).to(Model.Device);
    }

    /// <summary>The sums of a batch from those of this rank's shards.</summary>
    private LatentSums SumOf(IReadOnlyList<LatentSums> shards)
    {
        using IDisposable _ = no_grad();
        Tensor[][] parts = [.. shards.Select(Parts)];
        int length = 1 + (int)parts[0].Sum(part => part.numel());
        if (_latentSum?.Length != length) // more where rivals compete
            _latentSum = new ShardSum<double>(_ranks, Plan, length);
        for (int i = 0; i < parts.Length; i++)
        {
            double[] numbers = [shards[i].Attracted.Size, .. cat([.. parts[i].Select(part => part.reshape(-1))], 0).Doubles()];
            _latentSum.Add(target => numbers.CopyTo(target, 0));
        }

        double[] total = _latentSum.Total();
        int start = 1;
        Tensor[] sums =
        [
            .. parts[0].Select(part =>
            {
                int end = start + (int)part.numel();
                Tensor made = tensor(total[start..end], part.shape).to(Model.Device);
                start = end;
                return made;
            }),
        ];
        long size = (long)total[0];
        return new LatentSums(
            new SufficientStatistics(size, sums[0], sums[1], sums[2]),
            shards[0].Repelled is null ? null : new SufficientStatistics(size, sums[3], sums[4], sums[5]),
            shards[0].Votes is null ? null : sums[^1]);
    }

    private static Tensor[] Parts(LatentSums sums) =>
    [
        .. Of(sums.Attracted),
        .. sums.Repelled is { } repelled ? Of(repelled) : [],
        .. sums.Votes is { } votes ? [votes] : (Tensor[])[],
    ];

    private static Tensor[] Of(SufficientStatistics sums) => [sums.Count, sums.First, sums.Second];
}
