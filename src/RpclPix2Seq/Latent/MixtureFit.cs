using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Expectation maximization over many codes at once (Dempster, Laird and Rubin, 1977), by matrix products: no [N, K, Z] tensor is created.
/// All in float64.
/// </summary>
internal static class MixtureFit
{
    private const double Tiny = 1e-12;

    /// <summary>log α_k N(z; μ_k, σ²_k) [N, K]; −∞ for a component that was removed.</summary>
    /// <param name="mixture">K components, float64.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    public static Tensor LogJoint(MixtureState mixture, Tensor codes) =>
        LogDensity(codes, mixture.Mean, mixture.Variance).Plus(mixture.Weight.log());

    /// <summary>log N(z; μ, σ²) [N, K].</summary>
    public static Tensor LogDensity(Tensor codes, Tensor mean, Tensor variance) =>
        SquaredDistance(codes, mean, variance).Plus(variance.log().sum([1L])).Plus(mean.shape[1] * Math.Log(2 * Math.PI)).Times(-0.5);

    /// <summary>(z − μ)²/σ², summed over dimensions [N, K], as z²/σ² − 2zμ/σ² + μ²/σ².</summary>
    public static Tensor SquaredDistance(Tensor codes, Tensor mean, Tensor variance)
    {
        Tensor precision = variance.reciprocal();
        return (mm(codes.Squared(), precision.t()) - mm(codes, (mean * precision).t()).Times(2))
            .Plus((mean.Squared() * precision).sum([1L]));
    }

    /// <summary>Σ log p(z).</summary>
    public static double LogLikelihood(MixtureState mixture, Tensor codes)
    {
        using IDisposable scope = NewDisposeScope();
        return LogJoint(mixture, codes).logsumexp(1).sum().item<double>();
    }

    /// <summary>The mixture after some passes of EM.</summary>
    /// <param name="mixture">K components, float64; removed ones stay so.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    /// <param name="passes">Number of passes.</param>
    public static MixtureState Passes(MixtureState mixture, Tensor codes, int passes)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor squares = codes.Squared();

        // Adding one code's worth of the overall variance keeps a component with few codes from collapsing onto one of them.
        Tensor overall = squares.mean([0L]) - codes.mean([0L]).Squared();
        for (int i = 0; i < passes; i++)
        {
            using IDisposable inner = NewDisposeScope(); // a pass makes several tensors of N·K numbers
            mixture = Pass(mixture, codes, squares, overall).MoveToOuterDisposeScope();
        }

        return mixture.MoveToOuterDisposeScope();
    }

    /// <summary>Sets all components to one Gaussian, that of the codes; they keep their weights.</summary>
    public static MixtureState Single(MixtureState mixture, Tensor codes)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor mean = codes.mean([0L], keepdim: true);
        Tensor variance = (codes.Squared().mean([0L], keepdim: true) - mean.Squared()).AtLeast(OnlineEm.MinimumVariance);
        return new MixtureState(mean.expand_as(mixture.Mean).clone(), variance.expand_as(mixture.Mean).clone(), mixture.Weight.clone())
            .MoveToOuterDisposeScope();
    }

    private static MixtureState Pass(MixtureState mixture, Tensor codes, Tensor squares, Tensor overall)
    {
        Tensor posterior = nn.functional.softmax(LogJoint(mixture, codes), 1).t(); // [K, N]
        Tensor count = posterior.sum([1L]);
        Tensor mass = count.unsqueeze(1), first = mm(posterior, codes), second = mm(posterior, squares);
        Tensor isUntouched = mass.IsBelow(Tiny);
        Tensor mean = where(isUntouched, mixture.Mean, first / mass.Plus(Tiny));
        Tensor variance = (second - (mean.Squared() * mass)).Plus(overall) / mass.Plus(1.0);
        return new MixtureState(mean, where(isUntouched, mixture.Variance, variance.AtLeast(OnlineEm.MinimumVariance)), count / count.sum());
    }
}
