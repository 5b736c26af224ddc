using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Adam in TensorFlow's form over all parameters of a model; every gradient element is first clipped to ±c (docs/original.md §9).
/// </summary>
internal sealed class AdamOptimizer : IDisposable
{
    private readonly ParameterStore _parameters;
    private readonly IAdamKernel _kernel;
    private readonly Tensor[] _values;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    // β1, β2; ε, added to the root of the uncorrected second moment; c: every element of a gradient is clipped to [−c, c].
    private readonly double _beta1, _beta2, _epsilon, _limit;

    /// <param name="config">Supplies β1, β2, ε and the gradient limit.</param>
    /// <param name="parameters">The parameters to train; their order is the order of the moments.</param>
    /// <param name="kernel">The implementation; null for the fastest one on the parameters' device.</param>
    public AdamOptimizer(ModelConfig config, ParameterStore parameters, IAdamKernel? kernel = null)
    {
        (_beta1, _beta2, _epsilon, _limit) = (config.AdamBeta1, config.AdamBeta2, config.AdamEpsilon, config.GradClip);
        _parameters = parameters;
        _kernel = kernel ?? AdamKernels.For(parameters.Device);
        _values = [.. parameters.All.Select(p => p.Tensor)];
        _first = [.. _values.Select(Zeros)];
        _second = [.. _values.Select(Zeros)];
    }

    /// <summary>n: steps taken so far. Not the training step t (docs/original.md §9).</summary>
    public long Steps { get; set; }

    /// <summary>The moments with their names, for the training state: <c>NAME/Adam</c> and <c>NAME/Adam_1</c>.</summary>
    public IEnumerable<NamedTensor> Moments()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            yield return new NamedTensor(_parameters.All[i].Name + "/Adam", _first[i]);
            yield return new NamedTensor(_parameters.All[i].Name + "/Adam_1", _second[i]);
        }
    }

    /// <summary>Statistics of gradients before clipping.</summary>
    /// <param name="gradients">The gradients; null for those of the last backward pass.</param>
    public GradientStatistics Measure(Tensor[]? gradients = null) =>
        GradientStatistics.Of(gradients ?? _parameters.Gradients(), _limit);

    /// <summary>Takes one step with gradients, which are clipped in place, and drops those of the last backward pass.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="gradients">The gradients; null for those of the last backward pass.</param>
    public void Step(double learningRate, Tensor[]? gradients = null)
    {
        using IDisposable _ = no_grad();
        gradients ??= _parameters.Gradients();
        GradientClip.ClampInPlace(gradients, _limit);
        Steps++;
        _kernel.Step(_values, gradients, _first, _second, Steps, learningRate, _beta1, _beta2, _epsilon);
        _parameters.ClearGradients();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor moment in _first.Concat(_second))
            moment.Dispose();
    }

    private static Tensor Zeros(Tensor value) => zeros_like(value, requires_grad: false).DetachFromDisposeScope();
}

/// <summary>Statistics of a step's gradients before clipping.</summary>
/// <param name="Norm">Euclidean norm of all elements together; not finite if one of them is not.</param>
/// <param name="ClippedShare">Share of the elements that clipping changes, 0 to 1.</param>
internal readonly record struct GradientStatistics(double Norm, double ClippedShare)
{
    /// <summary>Measures gradients with one pass over each, and another over those that are clipped.</summary>
    /// <param name="gradients">Tensors of any shape.</param>
    /// <param name="limit">c: elements beyond ±c are clipped.</param>
    public static GradientStatistics Of(IReadOnlyList<Tensor> gradients, double limit)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int count = gradients.Count;
        Tensor[] measured = new Tensor[2 * count];
        for (int i = 0; i < count; i++)
            (measured[i], measured[count + i]) = (gradients[i].norm(2f), gradients[i].norm(float.PositiveInfinity));
        double[] norms = stack(measured).to(float64).cpu().data<double>().ToArray();
        double squares = 0, elements = 0;
        List<Tensor> beyond = [];
        for (int i = 0; i < count; i++)
        {
            // Squares are summed in single precision, where those of large finite elements overflow.
            double norm = double.IsInfinity(norms[i]) && double.IsFinite(norms[count + i])
                ? gradients[i].to(float64).norm(2f).item<double>()
                : norms[i];
            squares += norm * norm;
            elements += gradients[i].numel();
            if (norms[count + i] > limit)
                beyond.Add(gradients[i].abs().IsAbove(limit).sum());
        }

        long clipped = beyond.Count == 0 ? 0 : stack(beyond).sum().item<long>();
        return new GradientStatistics(Math.Sqrt(squares), elements > 0 ? clipped / elements : 0);
    }
}
