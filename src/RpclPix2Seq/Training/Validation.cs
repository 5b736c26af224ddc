using RpclPix2Seq.Collectives;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Measures a model on a split: z is the encoder's mean, no dropout, no augmentation, sketches in order. In default mode every sketch
/// counts; in reference mode only full batches do (defect D-13).
/// </summary>
internal static class Validation
{
    /// <summary>Means of the losses over a split.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">Batch size and how losses are computed.</param>
    /// <param name="sketches">The split; must not be empty.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes.</param>
    /// <param name="longest">Rows of the dataset's longest sketch.</param>
    /// <param name="step">t, for the KL weight.</param>
    /// <param name="epoch">For the metrics.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <param name="ranks">The processes that share the batches, all with the same model; all get the numbers that one would get. Null for
    /// this one alone.</param>
    public static StepMetrics Evaluate(
        Pix2SeqModel model, ModelConfig config, ISketchSplit sketches, float strokeScale, int longest, long step, double epoch,
        CancellationToken cancellationToken, ICollective? ranks = null)
    {
        ranks ??= new SingleCollective();
        bool reference = config.Compat == Compatibility.Reference;
        int[] order = [.. Enumerable.Range(0, sketches.Count)];
        if (!reference)
            Array.Sort([.. order.Select(sketches.LengthOf)], order);
        BatchMaker maker = new(config, sketches, strokeScale, longest);
        Objective objective = Objective.From(config);
        LossMeter meter = new();
        int losses = LossMeter.CountOf(config);

        // The original feeds no step here, so its KL weight comes from the stored variable: that of step 1 (defect D-11).
        long weighed = reference ? 1 : step;
        using IDisposable _ = no_grad();
        int[][] batches =
        [
            .. order.Chunk(config.BatchSize)
                .Where(batch => !reference || batch.Length == config.BatchSize || sketches.Count <= config.BatchSize),
        ];
        for (int first = 0; first < batches.Length; first += ranks.Size)
        {
            int mine = first + ranks.Rank;
            double[] measured = mine < batches.Length && !cancellationToken.IsCancellationRequested
                ? Measure(batches[mine])
                : new double[losses];
            double[][] all =
                [.. ranks.GatherAll<double>([.. measured, cancellationToken.IsCancellationRequested ? 1 : 0]).Chunk(losses + 1)];
            if (all.Any(rank => rank[losses] > 0))
                throw new OperationCanceledException(cancellationToken);
            for (int i = first; i < Math.Min(first + ranks.Size, batches.Length); i++)
                meter.Add(all[i - first][..losses], objective.LatentWeightAt(weighed), batches[i].Length);
        }

        return meter.Take(step, epoch, model.Mixture.Alive(config.ComponentThreshold).Length);

        double[] Measure(int[] batch)
        {
            using IDisposable scope = NewDisposeScope();
            SketchBatch tensors = maker.Make(batch, augment: false).ToTensors(model.Type, model.Device);
            return LossMeter.Read(objective.Run(model, tensors, noise: null, weighed, training: false));
        }
    }
}
