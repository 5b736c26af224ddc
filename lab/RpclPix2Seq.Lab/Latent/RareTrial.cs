using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Lab.Latent;

/// <summary>
/// Whether a rare pattern survives batches that are not a random sample of the data: one cluster with a fiftieth of the codes, those of the
/// longest sketches, which training's own order (<see cref="EpochOrder"/>) puts into few batches. The learner has the default
/// configuration, except that there is no warm-up.
/// </summary>
internal static class RareTrial
{
    private const int Codes = 4000, Rare = Codes / 50, CodeSize = 16, Epochs = 20;
    private const int ShortestCommon = 10, LongestCommon = 60, LongestRare = 100;

    // The required share of the cluster's codes, and of the codes of the component that has them.
    private const double Whole = 0.9;

    /// <summary>Whether the rare cluster still has a component of its own in the end.</summary>
    /// <param name="seed">The seed of the clusters, the lengths and the order.</param>
    public static bool Keeps(int seed)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        LatentTask task = new(Separation.Well, CodeSize, Balanced: true, Excess: 2, seed);
        SyntheticCodes drawn = SyntheticCodes.Draw(task, 2 * task.Clusters * Codes);
        int[] chosen = [.. Of(drawn, label => label == 0).Take(Rare), .. Of(drawn, label => label != 0).Take(Codes - Rare)];
        Tensor codes = tensor(drawn.Values, [drawn.Count, CodeSize])[tensor(chosen.Select(i => (long)i).ToArray())];

        ModelConfig config = ModelConfig.Defaults with { LatentStart = LatentStart.Uniform, RpclStart = 0, Seed = seed };
        MemorySplit sketches = Lengths(task);
        MixtureState mixture = LatentTrial.Start(task, codes, LatentMethod.Rpcl);
        LatentTrial.Learn(codes, mixture, config, Epochs, epoch => Batches(EpochOrder.Make(sketches, config, epoch)));

        long[] component = mixture.LogPosterior(codes).argmax(1).data<long>().ToArray();
        (long most, int held) = component.Take(Rare).CountBy(k => k).MaxBy(count => count.Value);
        return held >= Whole * Rare && held >= Whole * component.Count(k => k == most);
    }

    private static IEnumerable<int> Of(SyntheticCodes codes, Func<int, bool> isWanted) =>
        Enumerable.Range(0, codes.Count).Where(i => isWanted(codes.Labels[i]));

    /// <summary>Sketches with nothing but a length: the rare ones are the longest.</summary>
    private static MemorySplit Lengths(LatentTask task)
    {
        CounterRandom random = task.Random(3);
        List<LabeledSketch> sketches = [];
        for (int i = 0; i < Codes; i++)
        {
            int length = i < Rare
                ? LongestCommon + 1 + random.NextInt(LongestRare - LongestCommon)
                : ShortestCommon + random.NextInt(LongestCommon - ShortestCommon + 1);
            sketches.Add(new LabeledSketch(new Sketch(new StrokePoint[length]), 0, i));
        }

        return new MemorySplit([.. sketches]);
    }

    private static IEnumerable<long[]> Batches(EpochOrder order)
    {
        for (int i = 0; i < order.Count; i++)
            yield return [.. order[i].ToArray().Select(position => (long)position)];
    }
}
