using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Onnx;

/// <summary>What programs need to know of an exported model besides the graphs: <c>manifest.json</c>.</summary>
/// <param name="Opset">The version of the operator set.</param>
/// <param name="Weights">What weights are stored in.</param>
/// <param name="Categories">What the model was trained on.</param>
/// <param name="StrokeScale">Units of the data per unit of the model's strokes.</param>
/// <param name="FirstRow">Whether the first row of a sketch is a move of the lifted pen or ink.</param>
/// <param name="StartRow">The row that the first step reads.</param>
/// <param name="Sampling">How the model is meant to draw.</param>
/// <param name="Pictures">How sketches become pictures; null for a decoder alone.</param>
/// <param name="Components">The live components of the mixture, heaviest first.</param>
/// <param name="Graphs">The files.</param>
internal sealed record OnnxManifest(
    int Opset,
    WeightPrecision Weights,
    IReadOnlyList<string> Categories,
    float StrokeScale,
    FirstRow FirstRow,
    IReadOnlyList<float> StartRow,
    OnnxSampling Sampling,
    OnnxPictures? Pictures,
    IReadOnlyList<OnnxComponent> Components,
    IReadOnlyList<OnnxFile> Graphs)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The names of the graphs' files, as a pattern.</summary>
    public const string GraphFiles = "*.onnx";

    /// <summary>Whether a folder holds an exported model.</summary>
    public static bool IsAt(string path) =>
        File.Exists(Path.Combine(path, FileName)) && Directory.EnumerateFiles(path, GraphFiles).Any();

    /// <summary>Describes a model and its graphs.</summary>
    public static OnnxManifest Of(LoadedModel loaded, WeightPrecision weights, IReadOnlyList<OnnxFile> graphs)
    {
        SamplingOptions sampling = SamplingOptions.For(loaded);
        RasterOptions pictures = loaded.Config.PictureOptions();
        MixtureState mixture = loaded.Model.Mixture;
        float[] shares = mixture.Weight.Floats();
        return new OnnxManifest(
            OnnxGraph.Opset,
            weights,
            [.. loaded.Config.Categories],
            loaded.Facts.StrokeScale,
            loaded.Config.FirstRow,
            loaded.Model.Decoder.StartRow.ToArray(),
            new OnnxSampling(
                sampling.Temperature, sampling.SpreadTemperature ?? sampling.Temperature, sampling.PenTemperature ?? sampling.Temperature,
                sampling.CodeTemperature, sampling.MaxLength, loaded.Config.SmallestSigma(), sampling.ReferenceTemperature),
            loaded.Facts.IsDecoderOnly ? null : new OnnxPictures(pictures.Size, pictures.Margin, pictures.LineWidth, pictures.OriginInBox),
            [.. mixture.Alive(loaded.Config.ComponentThreshold).Select(k => new OnnxComponent(k, shares[k]))],
            graphs);
    }
}

/// <summary>The defaults of a model's sampling.</summary>
/// <param name="Temperature">Of the mixture's weights.</param>
/// <param name="SpreadTemperature">Of the offsets.</param>
/// <param name="PenTemperature">Of the pen.</param>
/// <param name="CodeTemperature">Of codes from the mixture: the factor of its components' variances.</param>
/// <param name="Longest">The maximum number of rows.</param>
/// <param name="MinimumSigma">The smallest σ in units of the model, or 0.</param>
/// <param name="SpreadIsLinear">True if σ is multiplied by the spread's temperature itself, false if by its root.</param>
internal sealed record OnnxSampling(
    double Temperature, double SpreadTemperature, double PenTemperature, double CodeTemperature, int Longest, double MinimumSigma,
    bool SpreadIsLinear);

/// <summary>How sketches become pictures, in pixels.</summary>
/// <param name="Size">Width and height.</param>
/// <param name="Margin">Free space around the drawing's box.</param>
/// <param name="LineWidth">Width of the lines.</param>
/// <param name="OriginInBox">Whether the origin and every point belong to the box, and not only what is drawn.</param>
internal sealed record OnnxPictures(int Size, double Margin, double LineWidth, bool OriginInBox);

/// <summary>A live component of the mixture.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Weight">Its share.</param>
internal sealed record OnnxComponent(int Index, float Weight);

/// <summary>A file with a graph.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Description">What it computes.</param>
/// <param name="Inputs">What goes in.</param>
/// <param name="Outputs">What comes out.</param>
internal sealed record OnnxFile(
    string File, long Bytes, string Description, IReadOnlyList<OnnxPortText> Inputs, IReadOnlyList<OnnxPortText> Outputs);

/// <summary>An input or output of a graph as text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Sizes, or names of axes whose sizes are free.</param>
/// <param name="Meaning">What it holds.</param>
internal sealed record OnnxPortText(string Name, OnnxType Type, IReadOnlyList<string> Shape, string Meaning)
{
    /// <summary>A port as text.</summary>
    public static OnnxPortText Of(OnnxPort port) =>
        new(port.Name, port.Type, [.. port.Shape.Select(axis => axis.ToString())], port.Meaning);
}
