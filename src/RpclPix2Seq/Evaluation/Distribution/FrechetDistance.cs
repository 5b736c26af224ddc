using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Distribution;

/// <summary>
/// The Fréchet distance of the two Gaussians with the mean and covariance of two sets of features (Dowson and Landau, 1982; used on
/// features by Heusel et al., 2017): |m − n|² + tr(A + B − 2(AB)^½). Here on a sketch classifier's features: it is not the FID of Inception
/// features and cannot be compared with it.
/// </summary>
internal static class FrechetDistance
{
    /// <summary>
    /// The distance. Covariances are unbiased; the root is taken of the symmetric A^½·B·A^½, which has the eigenvalues of AB, in double
    /// precision.
    /// </summary>
    /// <param name="a">[N, F], N ≥ 2.</param>
    /// <param name="b">[M, F], M ≥ 2.</param>
    /// <param name="size">F.</param>
    /// <returns>0 or more, up to rounding.</returns>
    /// <exception cref="ArgumentException">A set is of fewer than two sketches, or a feature is incomplete or not finite.</exception>
    public static double Between(float[] a, float[] b, int size)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor meanA, Tensor covarianceA) = Moments(a, size);
        (Tensor meanB, Tensor covarianceB) = Moments(b, size);
        (Tensor values, Tensor vectors) = linalg.eigh(covarianceA);

        // Rounding makes some of the eigenvalues that are 0 negative.
        Tensor root = mm(vectors * values.relu().sqrt(), vectors.t());
        Tensor product = mm(mm(root, covarianceB), root);
        double cross = linalg.eigvalsh(product.Plus(product.t()).Over(2)).Doubles().Sum(value => Math.Sqrt(Math.Max(value, 0)));
        double traces = covarianceA.diagonal().Doubles().Sum() + covarianceB.diagonal().Doubles().Sum();
        return Math.Max((meanA - meanB).Doubles().Sum(d => d * d) + traces - (2 * cross), 0);
    }

    private static (Tensor Mean, Tensor Covariance) Moments(float[] features, int size)
    {
        int count = CodeArrays.Count(features, size);
        if (count < 2)
            throw new ArgumentException("the features of a single sketch have no covariance", nameof(features));
        Tensor all = tensor(features, [count, size]).to(float64), mean = all.mean([0L]), centered = all - mean;
        return (mean, mm(centered.t(), centered).Over(count - 1));
    }
}
