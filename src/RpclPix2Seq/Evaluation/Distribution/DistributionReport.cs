using System.Text.Json.Serialization;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation.Distribution;

/// <summary>
/// How similar the feature distributions of generated and real sketches are. The features are those of a sketch classifier, not of
/// Inception.
/// </summary>
/// <param name="Frechet">The Fréchet distance of the two sets. Smaller sets have larger distances, so only sets of about the same size can
/// be compared.</param>
/// <param name="FrechetOfHalves">The Fréchet distance of two random halves of the real set: about what equal distributions have at that
/// size. Null where a half has fewer than two sketches.</param>
/// <param name="Precision">The share of generated sketches within the region of the real ones.</param>
/// <param name="Recall">The share of real sketches within the region of the generated ones.</param>
/// <param name="Neighbors">k of the regions.</param>
/// <param name="Real">Number of real sketches.</param>
/// <param name="Generated">Number of generated sketches.</param>
/// <param name="FeatureSize">Features per sketch.</param>
internal sealed record DistributionReport(
    double Frechet, double? FrechetOfHalves, Estimate Precision, Estimate Recall, [property: JsonPropertyName("neighbours")] int Neighbors,
    int Real, int Generated, int FeatureSize)
{
    /// <summary>Compares two sets of features.</summary>
    /// <param name="real">[N, F].</param>
    /// <param name="generated">[M, F].</param>
    /// <param name="size">F.</param>
    /// <param name="neighbors">k.</param>
    /// <param name="bootstrap">How intervals are made; its seed also splits the real ones into halves.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>Null where there are too few sketches: k + 1 of each are needed.</returns>
    public static DistributionReport? Of(
        float[] real, float[] generated, int size, int neighbors, BootstrapOptions bootstrap, CancellationToken cancellationToken = default)
    {
        int count = real.Length / size, drawn = generated.Length / size;
        if (Math.Min(count, drawn) <= neighbors)
            return null;
        int[] order = [.. Enumerable.Range(0, count)];
        CounterRandom random = new(RandomPurpose.Halves, bootstrap.Seed);
        random.Shuffle<int>(order);
        return new DistributionReport(
            FrechetDistance.Between(real, generated, size),
            count >= 4 ? FrechetDistance.Between(Rows(order[..(count / 2)]), Rows(order[(count / 2)..]), size) : null,
            Bootstrap.Share(PrecisionRecall.Within(generated, real, size, neighbors, cancellationToken), bootstrap)!,
            Bootstrap.Share(PrecisionRecall.Within(real, generated, size, neighbors, cancellationToken), bootstrap)!,
            neighbors, count, drawn, size);

        float[] Rows(int[] some) => [.. some.SelectMany(i => real.AsSpan(i * size, size).ToArray())];
    }
}
