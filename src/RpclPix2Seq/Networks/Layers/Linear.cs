using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>A fully connected layer y = x·W + b with W [in, out] (specification §3).</summary>
internal sealed class Linear
{
    private readonly ParameterStore _parameters;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public Linear(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs)
    {
        _parameters = parameters;
        _weight = parameters.Add($"{scope}/linear/fc_w", initializer.Linear(inputs, outputs));
        _bias = parameters.Add($"{scope}/linear/fc_b", Initializer.Constant(0, outputs));
    }

    /// <summary>W [in, out].</summary>
    public Tensor Weight => _weight;

    /// <summary>b [out].</summary>
    public Tensor Bias => _bias;

    /// <summary>[N, in] → [N, out].</summary>
    public Tensor Forward(Tensor x) => Products.AddProduct(_bias, x, _parameters.Operand(_weight));
}
