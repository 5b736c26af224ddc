using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Layers;

/// <summary>Gradients by central differences, to check those of autograd. In float64 only.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;
    private const int MostElements = 24;

    // The error of the differences themselves: step² times third derivatives, and 1e-16/step of rounding, on losses of order 1 to 100.
    private const double Tolerance = 2e-6;

    /// <summary>
    /// Checks the gradient of a scalar by every variable (some elements of the larger ones); at least one must not be zero.
    /// </summary>
    public static void Check(Func<Tensor> loss, params Tensor[] variables)
    {
        using var scope = NewDisposeScope();
        foreach (Tensor variable in variables)
            variable.requires_grad_(true).grad = null;
        loss().backward();
        bool any = false;
        for (int v = 0; v < variables.Length; v++)
        {
            double[] gradient = variables[v].grad is { } found ? Tiny.Values(found) : new double[variables[v].numel()];
            any |= gradient.Any(g => Math.Abs(g) > 1e-3);
            int stride = Math.Max(1, (gradient.Length + MostElements - 1) / MostElements);
            for (int i = 0; i < gradient.Length; i += stride)
            {
                double numeric = Difference(loss, variables[v], i);
                Assert.True(
                    Math.Abs(numeric - gradient[i]) <= Tolerance * Math.Max(1, Math.Abs(numeric)),
                    $"variable {v}, element {i}: autograd {gradient[i]}, differences {numeric}");
            }
        }

        Assert.True(any, "every gradient vanishes: the test tests nothing");
    }

    private static double Difference(Func<Tensor> loss, Tensor variable, int element)
    {
        using IDisposable _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor flat = variable.detach().view(-1);
        double At(double shift)
        {
            flat.select(0, element).PlusInPlace(shift);
            double value = loss().item<double>();
            flat.select(0, element).MinusInPlace(shift);
            return value;
        }

        return (At(Step) - At(-Step)) / (2 * Step);
    }
}
