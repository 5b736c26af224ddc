using RpclPix2Seq.Networks;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

[LeakCheck]
public sealed class AdamOptimizerTests
{
    [Fact]
    public void Gradients_are_measured_before_they_are_clipped()
    {
        using var scope = NewDisposeScope();
        GradientStatistics found = GradientStatistics.Of([tensor(new[] { 3.0, -0.5 }), tensor(new[] { 0.25, 0, 0, -4.0, 0, 0 })], limit: 1);
        Assert.Equal(Math.Sqrt(9 + 0.25 + 0.0625 + 16), found.Norm, 1e-12);
        Assert.Equal(2 / 8.0, found.ClippedShare);
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity])
            Assert.False(double.IsFinite(GradientStatistics.Of([tensor(new[] { 1.0, bad })], limit: 1).Norm));
        Assert.Equal(1e25, GradientStatistics.Of([tensor(new[] { 1e25f, 1f })], limit: 1).Norm, 1e19); // its square is beyond float32
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Clip_then_the_formula_with_epsilon_outside_the_correction(bool fused)
    {
        using var scope = NewDisposeScope();
        using ParameterStore store = new(float64, CPU);
        Tensor parameter = store.Add("p", zeros(3));
        Tensor unused = store.Add("q", ones(1));
        ModelConfig config = new() { GradClip = 0.5, AdamEpsilon = 1e-3 };
        using AdamOptimizer optimizer = new(config, store, fused ? AdamKernels.Fused : AdamKernels.Reference);
        double[] gradients = [0.2, -7, 1e-4], theta = new double[3], m = new double[3], u = new double[3];
        for (int n = 1; n <= 4; n++)
        {
            (parameter * tensor(gradients)).sum().backward();
            optimizer.Step(0.1);
            for (int i = 0; i < 3; i++)
            {
                double g = Math.Clamp(gradients[i], -0.5, 0.5);
                m[i] = (0.5 * m[i]) + (0.5 * g);
                u[i] = (0.999 * u[i]) + (0.001 * g * g);
                theta[i] -= 0.1 * Math.Sqrt(1 - Math.Pow(0.999, n)) / (1 - Math.Pow(0.5, n)) * m[i] / (Math.Sqrt(u[i]) + 1e-3);
            }

            Assert.Null(parameter.grad);
        }

        Assert.Equal(4, optimizer.Steps);
        Tiny.AssertClose(theta, Tiny.Values(parameter), 1e-12);
        Assert.Equal([1], Tiny.Values(unused));
        Assert.Equal(["p/Adam", "p/Adam_1", "q/Adam", "q/Adam_1"], optimizer.Moments().Select(moment => moment.Name));
        Tiny.AssertClose(m, Tiny.Values(optimizer.Moments().First().Tensor), 1e-12);
        Tiny.AssertClose(u, Tiny.Values(optimizer.Moments().ElementAt(1).Tensor), 1e-12);
    }
}
