using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>
/// Shows whether the mixture or the codes are at fault where components and categories do not agree: what a linear probe reads from the
/// same codes, and what a mixture fitted to them afterward achieves.
/// </summary>
/// <param name="Probe">The share of sketches whose category a linear probe predicts correctly (<see cref="LinearProbe"/>), 0 to 1.</param>
/// <param name="Components">K of the fitted mixture: as many as the model's mixture has alive.</param>
/// <param name="FittedNmi">Normalized mutual information of the fitted mixture's components and the categories, 0 to 1.</param>
/// <param name="FittedPurity">The share of sketches that are of the most frequent category of their component in the fitted
/// mixture.</param>
internal sealed record CodeDiagnosis(double Probe, int Components, double FittedNmi, double FittedPurity)
{
    private const int Starts = 3, Passes = 40;

    // With fewer codes, five folds say nothing.
    private const int Fewest = 10;

    /// <summary>Diagnoses codes; null if there are too few of them, or only one category.</summary>
    /// <param name="codes">N sketches' codes; their means are used.</param>
    /// <param name="categories">The category of each sketch [N], from 0.</param>
    /// <param name="components">K, 1 to N.</param>
    /// <param name="seed">Seed of the folds and of the mixture's starts.</param>
    public static CodeDiagnosis? Of(SketchCodes codes, IReadOnlyList<int> categories, int components, long seed)
    {
        if (codes.Count < Math.Max(Fewest, components) || categories.Distinct().Count() < 2)
            return null;
        int[] fitted = Fit(codes, components, seed);
        return new CodeDiagnosis(
            LinearProbe.Accuracy(codes.Mean, codes.CodeSize, categories, seed), components,
            ClusterScores.NormalizedMutualInformation(fitted, categories), ClusterScores.Purity(fitted, categories));
    }

    /// <summary>
    /// Fits several mixtures by EM, each from its own k-means++ start (<see cref="MixtureInitializer"/>), and returns the component of each
    /// code in the most likely one.
    /// </summary>
    private static int[] Fit(SketchCodes codes, int components, long seed)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor means = tensor(codes.Mean, [codes.Count, codes.CodeSize]).to(float64);
        (MixtureState? best, double likelihood) = (null, double.NegativeInfinity);
        for (int start = 0; start < Starts; start++)
        {
            using IDisposable inner = NewDisposeScope();
            CounterRandom random = new(RandomPurpose.FittedMixture, seed, start);
            MixtureState fitted = MixtureFit.Passes(
                MixtureInitializer.FromCodes(means, zeros_like(means), components, ref random), means, Passes);
            double found = MixtureFit.LogLikelihood(fitted, means);
            if (best is null || found > likelihood)
                (best, likelihood) = (fitted.MoveToOuterDisposeScope(), found);
        }

        return [.. MixtureFit.LogJoint(best!, means).argmax(1).data<long>().Select(k => (int)k)];
    }
}
