using RpclPix2Seq.Configuration;
using RpclPix2Seq.Parameters;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Adam in TensorFlow's form over all parameters of a model, after every gradient element was clipped to ±c (specification §9).
/// </summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly ParameterStore _parameters;
    private readonly IAdamKernel _kernel;
    private readonly Tensor[] _values;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    /// <param name="parameters">The parameters to train; their order is the order of the moments.</param>
    /// <param name="kernel">The implementation; null for the fastest one on the parameters' device.</param>
    public AdamOptimizer(ParameterStore parameters, IAdamKernel? kernel = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _kernel = kernel ?? AdamKernels.For(parameters.Device);
        _values = [.. parameters.All.Select(p => p.Tensor)];
        _first = [.. _values.Select(Zeros)];
        _second = [.. _values.Select(Zeros)];
    }

    /// <summary>The optimiser that a configuration asks for.</summary>
    public static AdamOptimizer For(ModelConfig config, ParameterStore parameters)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new AdamOptimizer(parameters)
        {
            Beta1 = config.AdamBeta1,
            Beta2 = config.AdamBeta2,
            Epsilon = config.AdamEpsilon,
            GradientLimit = config.GradClip,
        };
    }

    /// <summary>n: how many steps were taken. It is not the training step t (specification §9).</summary>
    public long Steps { get; set; }

    /// <summary>β1.</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>β2.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root of the uncorrected second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>c: every element of a gradient is clipped to [−c, c].</summary>
    public double GradientLimit { get; init; } = 1;

    /// <summary>The moments with their names, for the training state: <c>NAME/Adam</c> and <c>NAME/Adam_1</c>.</summary>
    public IEnumerable<NamedTensor> Moments()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            yield return new NamedTensor(_parameters.All[i].Name + "/Adam", _first[i]);
            yield return new NamedTensor(_parameters.All[i].Name + "/Adam_1", _second[i]);
        }
    }

    /// <summary>What the gradients of the last backward pass are like before they are clipped.</summary>
    public GradientStatistics Measure() => GradientStatistics.Of(_parameters.Gradients(), GradientLimit);

    /// <summary>Takes one step with the gradients of the last backward pass and drops them.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(double learningRate)
    {
        using IDisposable _ = no_grad();
        Tensor[] gradients = _parameters.Gradients();
        GradientClip.ClampInPlace(gradients, GradientLimit);
        Steps++;
        _kernel.Step(_values, gradients, _first, _second, Steps, learningRate, Beta1, Beta2, Epsilon);
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
