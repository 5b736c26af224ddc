using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Places the components of the latent mixture on clusters of the codes when the warm-up is over: by then the encoder has learned to tell
/// sketches apart.
/// </summary>
internal static class LatentStarter
{
    private const int MostSketches = 2000;
    private const int EncoderBatch = 200;

    /// <summary>Whether the mixture is to be started before step t.</summary>
    public static bool IsDue(ModelConfig config, long step) =>
        step == config.RpclStart && config.LatentStart == LatentStart.Codes && config.LatentMethod != LatentMethod.Reference
        && config.Prior != LatentPrior.Standard;

    /// <summary>Starts it from the codes of training sketches chosen by the seed.</summary>
    public static void Start(TrainingSession session, ModelConfig config, ISketchSplit sketches, BatchMaker maker, long step)
    {
        Pix2SeqModel model = session.Model;
        CounterRandom random = new(RandomPurpose.MixtureStart, config.Seed, step);
        int[] order = [.. Enumerable.Range(0, sketches.Count)];
        random.Shuffle<int>(order);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        List<Tensor> means = [], variances = [];
        foreach (int[] batch in order.Take(MostSketches).Chunk(EncoderBatch))
        {
            using IDisposable inner = NewDisposeScope();
            (Tensor mean, Tensor variance) = model.Encoder.Encode(
                maker.Make(batch, augment: false).ToTensors(model.Type, model.Device).Images);
            means.Add(mean.MoveToOuterDisposeScope());
            variances.Add(variance.MoveToOuterDisposeScope());
        }

        Tensor m = cat(means, 0), v = cat(variances, 0);
        MixtureState start = MixtureInitializer.FromCodes(m, v, model.Mixture.Components, ref random);
        model.Mixture.Assign(model.Mixture.Hierarchy is { } above ? MixtureInitializer.Group(start, above.Count, ref random) : start);
        using TensorNoise noise = new();
        noise.Begin(RandomPurpose.MixtureStart, config.Seed, step);
        session.Organizer?.Start(model.Mixture, m.Plus(v.sqrt() * noise.Normal(m.dtype, m.device, m.shape)));
    }
}
