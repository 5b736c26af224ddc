using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Onnx;

/// <summary>The layers of <see cref="Networks.Layers"/> as nodes: each finds its parameters by their names.</summary>
internal static class OnnxLayers
{
    private const long Rows = 0, Columns = 1;

    /// <summary>A whole matrix [in, out].</summary>
    public static string Matrix(this OnnxGraph graph, ParameterStore parameters, string name) =>
        graph.Weight(name, parameters[name].Floats(), parameters[name].shape, (int)Columns);

    /// <summary>Some rows of a matrix.</summary>
    public static string Matrix(this OnnxGraph graph, ParameterStore parameters, string name, long first, long count)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor part = parameters[name].narrow(Rows, first, count);
        return graph.Weight($"{name}/rows_{first}", part.Floats(), part.shape, (int)Columns);
    }

    /// <summary>A bias, scale or shift.</summary>
    public static string Vector(this OnnxGraph graph, ParameterStore parameters, string name) =>
        graph.Exact(name, parameters[name].Floats(), parameters[name].shape);

    /// <summary>x·W + b.</summary>
    public static string Linear(this OnnxGraph graph, ParameterStore parameters, string scope, string x) => graph.AddProduct(
        graph.Vector(parameters, $"{scope}/linear/fc_b"), x, graph.Matrix(parameters, $"{scope}/linear/fc_w"));

    /// <summary>A convolution with its normalization; padded like TensorFlow's SAME.</summary>
    public static string Convolution(this OnnxGraph graph, ParameterStore parameters, string scope, string x, int stride, int dilation = 1)
    {
        string name = $"{scope}/filter";
        string filter = graph.Weight(name, parameters[name].Floats(), parameters[name].shape, 0);
        string y = graph.Node(
            "Conv", [x, filter], OnnxGraph.Attribute("strides", [stride, stride]), OnnxGraph.Attribute("dilations", [dilation, dilation]),
            OnnxGraph.Attribute("pads", stride > 1 ? [0, 0, 1, 1] : [dilation, dilation, dilation, dilation]));
        return graph.InstanceNorm(parameters, scope, y);
    }

    /// <summary>A transposed convolution that doubles the plane, with its normalization or bias.</summary>
    public static string TransposedConvolution(this OnnxGraph graph, ParameterStore parameters, string scope, string x, bool normalize)
    {
        string name = $"{scope}/filter";
        string filter = graph.Weight(name, parameters[name].Floats(), parameters[name].shape, 1);
        string y = graph.Node(
            "ConvTranspose", normalize ? [x, filter] : [x, filter, graph.Vector(parameters, $"{scope}/bias")],
            OnnxGraph.Attribute("strides", [2, 2]), OnnxGraph.Attribute("pads", [0, 0, 1, 1]));
        return normalize ? graph.InstanceNorm(parameters, scope, y) : y;
    }

    /// <summary>Layer normalization of equal chunks of a row: [B, chunks·size].</summary>
    public static string LayerNorm(this OnnxGraph graph, ParameterStore parameters, string scope, string x, int chunks, int size)
    {
        float[] ones = new float[size];
        ones.AsSpan().Fill(1);
        string normal = graph.Node(
            "LayerNormalization", [graph.Reshape(x, 0, chunks, size), graph.Exact($"ones_{size}", ones, size)],
            OnnxGraph.Attribute("axis", -1), OnnxGraph.Attribute("epsilon", (float)Networks.Layers.LayerNorm.Epsilon));
        return graph.Add(
            graph.Multiply(graph.Reshape(normal, 0, chunks * size), graph.Vector(parameters, $"{scope}/ln_gamma")),
            graph.Vector(parameters, $"{scope}/ln_beta"));
    }

    private static string InstanceNorm(this OnnxGraph graph, ParameterStore parameters, string scope, string x) => graph.Node(
        "InstanceNormalization",
        [x, graph.Vector(parameters, $"{scope}/InstanceNorm/gamma"), graph.Vector(parameters, $"{scope}/InstanceNorm/beta")],
        OnnxGraph.Attribute("epsilon", (float)Networks.Layers.InstanceNorm.Epsilon));
}
