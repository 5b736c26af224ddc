using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>
/// How well a linear classifier predicts the categories of codes: multinomial logistic regression on standardized codes with an L2 penalty
/// (scikit-learn's default, C = 1), fitted by accelerated gradient descent (Nesterov, 1983). What it reads is in the codes, regardless of
/// any mixture.
/// </summary>
internal static class LinearProbe
{
    private const int Folds = 5, Iterations = 300;
    private const double Tiny = 1e-12;

    /// <summary>Accuracy of a probe on codes that it was not fitted to: five-fold cross-validation, 0 to 1.</summary>
    /// <param name="codes">[N, Z], N at least 5.</param>
    /// <param name="size">Z.</param>
    /// <param name="labels">The category of each code [N], from 0.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <exception cref="ArgumentException">There are too few codes, or not N labels.</exception>
    public static double Accuracy(float[] codes, int size, IReadOnlyList<int> labels, long seed)
    {
        int count = CodeArrays.Count(codes, size);
        if (count < Folds || labels.Count != count)
            throw new ArgumentException(
                $"{labels.Count} labels for {count} codes, of which there must be {Folds} at least", nameof(labels));
        CounterRandom random = new(RandomPurpose.LinearProbe, seed);
        long[] order = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        random.Shuffle<long>(order);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor shuffled = tensor(order), all = tensor(codes, [count, size]).to(float64)[shuffled],
            known = tensor(labels.Select(label => (long)label).ToArray())[shuffled];
        int classes = labels.Max() + 1;
        long right = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            using IDisposable inner = NewDisposeScope();
            long from = (long)count * fold / Folds, to = (long)count * (fold + 1) / Folds;
            Tensor left = cat([all.narrow(0, 0, from), all.narrow(0, to, count - to)], 0),
                leftLabels = cat([known.narrow(0, 0, from), known.narrow(0, to, count - to)], 0);
            Tensor mean = left.mean([0L]), deviation = (left - mean).Squared().mean([0L]).sqrt().AtLeast(Tiny);
            Tensor weight = Fit(WithOne((left - mean) / deviation), nn.functional.one_hot(leftLabels, classes).to(float64));
            Tensor told = mm(WithOne((all.narrow(0, from, to - from) - mean) / deviation), weight).argmax(1);
            right += (told - known.narrow(0, from, to - from)).IsEqualTo(0).sum().item<long>();
        }

        return right / (double)count;
    }

    /// <summary>Weights [Z + 1, C] that minimize the penalized cross entropy; the last row is the bias, which is not penalized.</summary>
    private static Tensor Fit(Tensor codes, Tensor oneHot)
    {
        long count = codes.shape[0], size = codes.shape[1];
        Tensor penalty = ones([size, 1], float64).Over(count);
        penalty[size - 1] = zeros([1], float64);

        // The curvature of cross entropy is at most half of the codes' largest second moment (Böhning, 1992).
        double curvature = (0.5 * linalg.eigvalsh(mm(codes.t(), codes).Over(count)).max().item<double>()) + (1.0 / count);
        Tensor weight = zeros([size, oneHot.shape[1]], float64), last = weight;
        for (int i = 0; i < Iterations; i++)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor ahead = weight.Plus((weight - last).Times(i / (i + 3.0)));
            Tensor gradient = mm(codes.t(), nn.functional.softmax(mm(codes, ahead), 1) - oneHot).Over(count).Plus(ahead * penalty);
            (last, weight) = (weight, (ahead - gradient.Over(curvature)).MoveToOuterDisposeScope());
        }

        return weight;
    }

    private static Tensor WithOne(Tensor codes) => cat([codes, ones([codes.shape[0], 1], float64)], 1);
}
