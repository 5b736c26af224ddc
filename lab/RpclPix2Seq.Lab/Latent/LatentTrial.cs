using System.Diagnostics;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Lab.Latent;

/// <summary>
/// The latent learner alone, on synthetic codes instead of an encoder's: batches of 128 in a new order every epoch, with the default
/// configuration, except that there is no warm-up because the codes do not move. <c>reference</c> starts, as the original does, from random
/// means.
/// </summary>
internal static class LatentTrial
{
    /// <summary>N: the number of codes per task.</summary>
    public const int Codes = 4000;

    private const int BatchSize = 128, Epochs = 40, FirstEpoch = 3;

    /// <summary>Lets a learner find the number of clusters.</summary>
    public static LatentOutcome Run(LatentTask task, SyntheticCodes codes, LatentMethod method)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(codes);
        Stopwatch clock = Stopwatch.StartNew();
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        ModelConfig config = ModelConfig.Defaults with
        {
            LatentMethod = method,
            LatentStart = LatentStart.Uniform,
        };
        if (method != LatentMethod.Reference)
            config = config with { RpclStart = 0 };
        Tensor all = tensor(codes.Values, [codes.Count, codes.CodeSize]);
        MixtureState mixture = Start(task, all, method).Detached();
        Learn(all, mixture, config, Epochs, epoch => Shuffled(task, codes.Count, epoch));
        int[] components = [.. mixture.LogPosterior(all).argmax(1).data<long>().Select(k => (int)k)];
        double nmi = ClusterScores.NormalizedMutualInformation(components, codes.Labels);
        int found = mixture.Alive(config.ComponentThreshold).Length;
        mixture.Dispose();
        return new LatentOutcome(task, Name(method), found, nmi, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The method's name in tables and figures: that of the configuration.</summary>
    public static string Name(LatentMethod method) =>
        ConfigKeys.All.Single(key => key.Name == "latent_method").Read(ModelConfig.Defaults with { LatentMethod = method });

    /// <summary>The initial state of a learner: clusters of the codes [N, Z], or random means as in the original.</summary>
    internal static MixtureState Start(LatentTask task, Tensor codes, LatentMethod method)
    {
        CounterRandom random = task.Random(2);
        if (method != LatentMethod.Reference)
            return MixtureInitializer.FromCodes(codes, zeros_like(codes), task.Components, ref random).To(float32);
        using Generator generator = new(random.NextBits(), CPU);
        return MixtureState.Initial(task.Components, task.CodeSize, generator, float32, CPU);
    }

    /// <summary>Shows a learner every code once per epoch.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="mixture">Changes in place.</param>
    /// <param name="config">How it learns.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="batches">The batches of an epoch, as positions among the codes.</param>
    internal static void Learn(Tensor codes, MixtureState mixture, ModelConfig config, int epochs, Func<int, IEnumerable<long[]>> batches)
    {
        ILatentLearner learner = LatentLearners.From(config);
        using RivalPenalizedLearner? organizer = RivalPenalizedLearner.From(
            config with { ZSize = (int)codes.shape[1] }, (int)codes.shape[0], codes.device);
        organizer?.Start(mixture, codes);
        double floor = ObjectiveOptions.From(config).PosteriorFloor;
        long step = 0;
        foreach (long[] positions in Enumerable.Range(0, epochs).SelectMany(batches))
        {
            using IDisposable scope = NewDisposeScope();
            Tensor batch = codes.index_select(0, tensor(positions));
            Tensor log = mixture.LogPosterior(batch);
            mixture.Assign(
                learner.Update(mixture, new LatentBatch(log, Posterior.FromLog(log, floor), batch, zeros_like(batch)), step));
            organizer?.Observe(mixture, batch, step);
            step++;
        }
    }

    /// <summary>Full batches, in a new order every epoch.</summary>
    private static IEnumerable<long[]> Shuffled(LatentTask task, int count, int epoch)
    {
        CounterRandom random = task.Random(FirstEpoch + epoch);
        long[] order = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        random.Shuffle<long>(order);
        return order.Chunk(BatchSize).Where(batch => batch.Length == BatchSize);
    }
}
