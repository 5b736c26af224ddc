using RpclPix2Seq.Latent;
using RpclPix2Seq.Tests.Latent;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Tests.Networks.Layers;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training.Losses;

public sealed class LatentLossTests
{
    private const int Batch = 4;

    [Fact]
    public void Both_parts_are_the_sums_in_the_specification()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1);
        Tensor posterior = nn.functional.softmax(Tiny.Normal(2, Batch, Mixtures.K), 1), m = Tiny.Normal(3, Batch, Mixtures.Z),
            v = Tiny.Normal(4, Batch, Mixtures.Z).exp();
        double[,] p = Mixtures.Matrix(posterior), means = Mixtures.Matrix(m), variances = Mixtures.Matrix(v),
        mu = Mixtures.Matrix(mixture.Mean), sigma2 = Mixtures.Matrix(mixture.Variance);
        double[] alpha = Tiny.Values(mixture.Weight);
        double weights = 0, gaussians = 0;
        for (int b = 0; b < Batch; b++)
        {
            for (int k = 0; k < Mixtures.K; k++)
            {
                weights += p[b, k] * Math.Log((p[b, k] / (alpha[k] + 1e-10)) + 1e-10) / Batch;
                for (int d = 0; d < Mixtures.Z; d++)
                {
                    double s = sigma2[k, d] + 1e-10, apart = means[b, d] - mu[k, d];
                    gaussians += 0.5 * p[b, k]
                        * (Math.Log(s) + ((variances[b, d] + (apart * apart)) / s) - 1 - Math.Log(variances[b, d] + 1e-10)) / Batch;
                }
            }
        }

        Assert.Equal(weights, LatentLoss.Weights(posterior, mixture).item<double>(), 1e-10);
        Assert.Equal(gaussians, LatentLoss.Gaussians(posterior, m, v, mixture).item<double>(), 1e-10);
    }

    [Fact]
    public void With_two_levels_the_weights_are_those_of_pairs()
    {
        using var scope = NewDisposeScope();
        MixtureState before = Mixtures.TwoLevels(1), after = Mixtures.TwoLevels(2);
        Tensor posterior = nn.functional.softmax(Tiny.Normal(2, Batch, Mixtures.K), 1);
        double[,] p = Mixtures.Matrix(posterior), parents = Mixtures.Matrix(before.Hierarchy!.Parents()),
        conditional = Mixtures.Matrix(after.Hierarchy!.Conditional);
        double[] w = Tiny.Values(after.Hierarchy.Weight);
        double expected = 0;
        for (int b = 0; b < Batch; b++)
        {
            for (int j = 0; j < Mixtures.K; j++)
            {
                for (int i = 0; i < w.Length; i++)
                    expected += p[b, j] * parents[j, i] * Math.Log(p[b, j] * parents[j, i] / (w[i] * conditional[j, i])) / Batch;
            }
        }

        Assert.Equal(expected, LatentLoss.Weights(posterior, before, after).item<double>(), 1e-7);
        Assert.Equal(
            LatentLoss.Weights(posterior, before).item<double>(), LatentLoss.Weights(posterior, before, before).item<double>(), 1e-7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-5)]
    [InlineData(0.05)]
    public void Gradients_agree_with_differences_through_the_posterior(double floor)
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1), after = Mixtures.Random(2);
        Tensor m = Tiny.Normal(3, Batch, Mixtures.Z), logVariance = Tiny.Normal(4, Batch, Mixtures.Z),
            noise = Tiny.Normal(5, Batch, Mixtures.Z);
        FiniteDifferences.Check(
            () =>
            {
                Tensor v = logVariance.exp();
                Tensor posterior = Posterior.FromLog(mixture.LogPosterior(m.Plus(v.sqrt() * noise)), floor);
                return LatentLoss.Weights(posterior, after).Plus(LatentLoss.Gaussians(posterior, m, v, after));
            },
            m, logVariance);
    }

    [Fact]
    public void A_removed_component_harms_neither_loss_nor_gradient()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1) with { Weight = tensor(new[] { 0.0, 0.4, 0.6 }) };
        Tensor m = Tiny.Normal(3, Batch, Mixtures.Z).requires_grad_(true), v = ones_like(m);
        Tensor posterior = Posterior.FromLog(mixture.LogPosterior(m), 0);
        Tensor loss = LatentLoss.Weights(posterior, mixture).Plus(LatentLoss.Gaussians(posterior, m, v, mixture));
        loss.backward();
        Assert.True(double.IsFinite(loss.item<double>()));
        Assert.True(m.grad!.isfinite().all().item<bool>());
        Assert.Equal(0, posterior.select(1, 0).abs().max().item<double>());
    }
}
