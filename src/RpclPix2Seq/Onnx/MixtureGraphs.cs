using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Onnx;

/// <summary>The graphs of the Gaussian mixture of the codes, which is never rounded.</summary>
internal static class MixtureGraphs
{

    /// <summary>Codes → components.</summary>
    public static OnnxGraph Posterior(LoadedModel loaded)
    {
        (NetworkShape shape, MixtureState mixture) = (loaded.Model.Shape, loaded.Model.Mixture);
        int components = mixture.Components;
        OnnxGraph graph = new("posterior", "The component of the mixture that each code belongs to.", WeightPrecision.Single);
        string codes = graph.Input(Codes(shape));
        double[] variances = [.. mixture.Variance.Doubles().Select(variance => variance + MixtureState.VarianceFloor)];
        float[] precisions = [.. variances.Select(variance => (float)(1 / variance))];
        double[] logDeterminants = [.. variances.Chunk(shape.CodeSize).Select(row => row.Sum(Math.Log))];
        float[] constants = [.. mixture.Weight.Doubles().Select((weight, k) => (float)(Math.Log(weight) - (logDeterminants[k] / 2)))];
        string difference = graph.Subtract(
            graph.Unsqueeze(codes, 1), graph.Exact("latent_mu", mixture.Mean.Floats(), components, shape.CodeSize));
        string squares = graph.Multiply(
            graph.Multiply(difference, difference), graph.Exact("latent_precision", precisions, components, shape.CodeSize));
        string distance = graph.Squeeze(graph.Sum(squares, 2), 2);
        string logs = graph.Add(graph.Multiply(distance, graph.Number(-0.5f)), graph.Exact("latent_constant", constants, components));
        graph.Output(
            new OnnxPort(
                "posterior", OnnxType.Float32, [OnnxAxis.Batch, components],
                "The probability of each component, 0 for one that was removed; every row sums to 1."),
            graph.Node("Softmax", [logs], OnnxGraph.Attribute("axis", 1)));
        return graph;
    }

    /// <summary>Components → codes.</summary>
    public static OnnxGraph Mixture(LoadedModel loaded)
    {
        (NetworkShape shape, MixtureState mixture) = (loaded.Model.Shape, loaded.Model.Mixture);
        OnnxGraph graph = new("mixture", "Draws codes from components of the mixture.", WeightPrecision.Single);
        string component = graph.Input(
            new OnnxPort("component", OnnxType.Int64, [OnnxAxis.Batch], $"A component for each code, from 0 to {mixture.Components - 1}."));
        string normals = graph.Input(
            new OnnxPort(
                "normals", OnnxType.Float32, [OnnxAxis.Batch, shape.CodeSize],
                "Standard normal random numbers; zeros for the components' means."));
        string Chosen(string name, float[] values) => graph.Node(
            "Gather", [graph.Exact(name, values, mixture.Components, shape.CodeSize), component], OnnxGraph.Attribute("axis", 0));
        string spread = graph.Multiply(
            Chosen("latent_sigma", [.. mixture.Variance.Floats().Select(MathF.Sqrt)]), normals);
        graph.Output(Codes(shape), graph.Add(Chosen("latent_mu", mixture.Mean.Floats()), spread));
        return graph;
    }

    /// <summary>Codes as an input or output.</summary>
    public static OnnxPort Codes(NetworkShape shape) => new("codes", OnnxType.Float32, [OnnxAxis.Batch, shape.CodeSize], "Latent codes.");
}
