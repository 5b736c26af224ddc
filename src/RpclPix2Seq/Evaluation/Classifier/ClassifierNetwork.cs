using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>The layers of a classifier as functions of pictures.</summary>
internal sealed class ClassifierNetwork
{
    private const double Keep = 0.5;
    private readonly ClassifierShape _shape;
    private readonly (Tensor Filter, Tensor Bias)[] _layers;

    /// <param name="parameters">Receives filters [out, in, k, k] and biases [out] as <c>layer1/filter</c>, <c>layer1/bias</c>, ….</param>
    /// <param name="initializer">Draws the filters; biases start at 0.</param>
    /// <param name="shape">All layers except the last.</param>
    /// <param name="categories">C, the channels of the last.</param>
    public ClassifierNetwork(ParameterStore parameters, Initializer initializer, ClassifierShape shape, int categories)
    {
        _shape = shape;
        ClassifierLayer[] layers = [.. shape.Layers, new ClassifierLayer(categories, 1)];
        _layers = new (Tensor, Tensor)[layers.Length];
        for (int i = 0, channels = 1; i < layers.Length; channels = layers[i++].Channels)
        {
            _layers[i] = (
                parameters.Add($"layer{i + 1}/filter", initializer.Filter(layers[i].Channels, channels, layers[i].Kernel)),
                parameters.Add($"layer{i + 1}/bias", Initializer.Constant(0, layers[i].Channels)));
        }
    }

    /// <summary>Outputs of the layers for pictures.</summary>
    /// <param name="pictures">[B, W, W], paper = 0, ink = 1.</param>
    /// <param name="dropout">Draws the dropout of training; null for none.</param>
    /// <returns>The channels of the second-to-last layer [B, F], never negative, and the categories' logits [B, C].</returns>
    public (Tensor Features, Tensor Logits) Forward(Tensor pictures, TensorNoise? dropout)
    {
        Tensor x = pictures.unsqueeze(1);
        for (int i = 0; i < _shape.Layers.Count; i++)
        {
            ClassifierLayer layer = _shape.Layers[i];
            x = Convolve(x, i, layer.Stride, layer.Padding).relu();
            if (layer.Pools)
                x = nn.functional.max_pool2d(x, ClassifierLayer.PoolKernel, ClassifierLayer.PoolStride);
            if (layer.Drops && dropout is not null)
                x = x * dropout.Mask(Keep, x.dtype, x.device, x.shape);
        }

        return (x.flatten(1), Convolve(x, _shape.Layers.Count, 1, 0).flatten(1));
    }

    private Tensor Convolve(Tensor x, int layer, long stride, long padding) =>
        nn.functional.conv2d(x, _layers[layer].Filter, _layers[layer].Bias, strides: [stride, stride], padding: [padding, padding]);
}
