using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Latent;

namespace RpclPix2Seq.Evaluation;

/// <summary>Measurements of drawings from the mixture, as many as there are originals.</summary>
/// <param name="Recognition">How often the classifier sees the main category of the component that a drawing came from.</param>
/// <param name="Distribution">Originals against drawings, or null with too few sketches.</param>
internal sealed record UnconditionalReport(RecognitionReport Recognition, DistributionReport? Distribution)
{
    /// <summary>
    /// The main category of each component: the most frequent one of the originals that most likely belong to it, the first of equals. A
    /// live component without originals takes the category of the original whose code is nearest its mean.
    /// </summary>
    /// <param name="mixture">The mixture of K components.</param>
    /// <param name="codes">The originals' codes [N, Z], N ≥ 1.</param>
    /// <param name="components">The most likely component of each original [N].</param>
    /// <param name="labels">The category of each original [N].</param>
    /// <returns>[K]; 0 for components that are neither alive nor have originals.</returns>
    internal static int[] MainCategories(
        MixtureValues mixture, float[] codes, IReadOnlyList<int> components, IReadOnlyList<int> labels)
    {
        int[] main = new int[mixture.Weight.Length];
        ILookup<int, int> members = Enumerable.Range(0, labels.Count).ToLookup(i => components[i], i => labels[i]);
        foreach (int k in mixture.Alive.Union(members.Select(group => group.Key)))
        {
            main[k] = members.Contains(k)
                ? members[k].CountBy(label => label).OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key
                : labels[Nearest(mixture.MeanOf(k), codes)];
        }

        return main;
    }

    private static int Nearest(ReadOnlySpan<float> mean, float[] codes)
    {
        (int nearest, double least) = (0, double.PositiveInfinity);
        for (int i = 0; i < codes.Length / mean.Length; i++)
        {
            double distance = 0;
            for (int d = 0; d < mean.Length; d++)
            {
                double difference = codes[(i * mean.Length) + d] - (double)mean[d];
                distance += difference * difference;
            }

            if (distance < least)
                (nearest, least) = (i, distance);
        }

        return nearest;
    }
}
