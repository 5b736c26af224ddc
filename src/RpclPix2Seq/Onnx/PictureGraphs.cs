using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Encoder;

namespace RpclPix2Seq.Onnx;

/// <summary>The graphs of the encoder and of the pixel decoder.</summary>
internal static class PictureGraphs
{
    private const int Channels = 256, Blocks = 2, Doublings = 4;
    private static readonly int[] Rates = [1, 2, 5];

    /// <summary>Pictures → codes.</summary>
    public static OnnxGraph Encoder(LoadedModel loaded, WeightPrecision precision)
    {
        ParameterStore parameters = loaded.Model.Parameters;
        NetworkShape shape = loaded.Model.Shape;
        OnnxGraph graph = new("encoder", "Reads pictures into codes.", precision);
        string x = graph.Unsqueeze(graph.Input(Pictures("pictures", shape)), 1);
        for (int block = 1; block <= Blocks; block++)
        {
            string scope = $"encoder/layer_{block}", sum = "";
            for (int i = 0; i < Rates.Length; i++)
            {
                string part = graph.Convolution(parameters, $"{scope}/dcn{i + 1}/conv0", x, stride: 1, Rates[i]);
                sum = i == 0 ? part : graph.Add(sum, part);
            }

            x = graph.Relu(graph.Convolution(parameters, $"{scope}/combine/conv0", graph.Relu(sum), stride: 2));
        }

        foreach (string scope in (string[])["encoder/conv0", "encoder/conv1"])
            x = graph.Relu(graph.Convolution(parameters, scope, x, stride: 2));
        string features = graph.Reshape(graph.Transpose(x, 0, 2, 3, 1), 0, shape.CoreSize * shape.CoreSize * Channels);
        string variance = graph.Node("Softplus", [graph.Linear(parameters, "encoder/fc_sigma2", features)]);
        graph.Output(
            new OnnxPort("mean", OnnxType.Float32, [OnnxAxis.Batch, shape.CodeSize], "The code of each picture."),
            graph.Linear(parameters, "encoder/fc_mu", features));
        graph.Output(
            new OnnxPort(
                "variance", OnnxType.Float32, [OnnxAxis.Batch, shape.CodeSize],
                "The variance of each number of the code: how unsure the encoder is of it."),
            graph.Add(variance, graph.Number((float)SketchEncoder.LeastVariance)));
        return graph;
    }

    /// <summary>Codes → pictures.</summary>
    public static OnnxGraph PixelDecoder(LoadedModel loaded, WeightPrecision precision)
    {
        ParameterStore parameters = loaded.Model.Parameters;
        NetworkShape shape = loaded.Model.Shape;
        OnnxGraph graph = new("pixel_decoder", "Draws pictures of codes, without strokes.", precision);
        string x = graph.Relu(graph.Linear(parameters, "deconv/fc1", graph.Input(MixtureGraphs.Codes(shape))));
        x = graph.Transpose(graph.Reshape(x, 0, shape.CoreSize, shape.CoreSize, Channels), 0, 3, 1, 2);
        for (int i = 0; i < Doublings; i++)
        {
            bool isLast = i == Doublings - 1;
            x = graph.TransposedConvolution(parameters, $"deconv/deconv{i}", x, normalize: !isLast || shape.NormalizeOutputImage);
            x = isLast ? graph.Tanh(x) : graph.Relu(x);
        }

        graph.Output(Pictures("pictures", shape), graph.Squeeze(x, 1));
        return graph;
    }

    private static OnnxPort Pictures(string name, NetworkShape shape) => new(
        name, OnnxType.Float32, [OnnxAxis.Batch, shape.ImageSize, shape.ImageSize], "Rows of pixels, from -1 (ink) to 1 (paper).");
}
