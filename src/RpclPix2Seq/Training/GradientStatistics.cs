using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>What the gradients of a step are like before they are clipped.</summary>
/// <param name="Norm">Euclidean norm of all elements together; not finite if one of them is not.</param>
/// <param name="ClippedShare">Share of the elements that clipping changes, 0 to 1.</param>
public readonly record struct GradientStatistics(double Norm, double ClippedShare)
{
    /// <summary>Measures gradients with one pass over each, and another over those that are clipped.</summary>
    /// <param name="gradients">Tensors of any shape.</param>
    /// <param name="limit">c: elements beyond ±c are clipped.</param>
    public static GradientStatistics Of(IReadOnlyList<Tensor> gradients, double limit)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int count = gradients.Count;
        Tensor[] measured = new Tensor[2 * count];
        for (int i = 0; i < count; i++)
            (measured[i], measured[count + i]) = (gradients[i].norm(2f), gradients[i].norm(float.PositiveInfinity));
        double[] norms = stack(measured).to(float64).cpu().data<double>().ToArray();
        double squares = 0, clipped = 0, elements = 0;
        for (int i = 0; i < count; i++)
        {
            squares += norms[i] * norms[i];
            elements += gradients[i].numel();
            if (norms[count + i] > limit)
                clipped += gradients[i].abs().IsAbove(limit).sum().to(float64).cpu().item<double>();
        }

        return new GradientStatistics(Math.Sqrt(squares), elements > 0 ? clipped / elements : 0);
    }
}
