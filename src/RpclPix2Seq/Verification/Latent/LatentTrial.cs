using System.Diagnostics;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.Randomness;
using static TorchSharp.torch;

namespace RpclPix2Seq.Verification.Latent;

/// <summary>
/// The latent learner alone, on made-up codes in place of an encoder's: batches of 128 in a new order every epoch. The mixture
/// remembers as many codes as there are; all else is the default configuration but for the warm-up, of which there is none, because the codes do not move. <c>reference</c> starts, as the original does, from
/// random means.
/// </summary>
public static class LatentTrial
{
    /// <summary>N: how many codes a task has.</summary>
    public const int Codes = 4000;

    private const int BatchSize = 128, Epochs = 40;

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
            GmmSmoothing = (double)BatchSize / codes.Count,
        };
        if (method != LatentMethod.Reference)
            config = config with { RpclStart = 0 };
        Tensor all = tensor(codes.Values, [codes.Count, codes.CodeSize]);
        MixtureState mixture = Start(task, all, method).Detached();
        Learn(task, all, mixture, config);
        int[] components = [.. mixture.LogPosterior(all).argmax(1).data<long>().Select(k => (int)k)];
        double nmi = ClusterScores.NormalizedMutualInformation(components, codes.Labels);
        int found = mixture.Alive(config.ComponentThreshold).Length;
        mixture.Dispose();
        return new LatentOutcome(task, Name(method), found, nmi, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The method's name in tables and figures: that of the configuration.</summary>
    public static string Name(LatentMethod method) =>
        ConfigKeys.All.Single(key => key.Name == "latent_method").Read(ModelConfig.Defaults with { LatentMethod = method });

    private static MixtureState Start(LatentTask task, Tensor codes, LatentMethod method)
    {
        CounterRandom random = task.Random(2);
        if (method != LatentMethod.Reference)
            return MixtureInitializer.FromCodes(codes, zeros_like(codes), task.Components, ref random).To(float32);
        using Generator generator = new(random.NextBits(), CPU);
        return MixtureState.Initial(task.Components, task.CodeSize, generator, float32, CPU);
    }

    private static void Learn(LatentTask task, Tensor codes, MixtureState mixture, ModelConfig config)
    {
        ILatentLearner learner = ModelParts.Learner(config);
        double floor = ModelParts.ObjectiveOptions(config).PosteriorFloor;
        CounterRandom random = task.Random(3);
        long[] order = [.. Enumerable.Range(0, (int)codes.shape[0]).Select(i => (long)i)];
        long step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle<long>(order);
            for (int start = 0; start + BatchSize <= order.Length; start += BatchSize)
            {
                using IDisposable scope = NewDisposeScope();
                Tensor batch = codes.index_select(0, tensor(order.AsSpan(start, BatchSize).ToArray()));
                Tensor log = mixture.LogPosterior(batch);
                mixture.Assign(learner.Update(mixture, new LatentBatch(batch, log, Posterior.FromLog(log, floor), batch, zeros_like(batch)), step++));
            }
        }
    }
}
