using Google.Protobuf;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Onnx;

/// <summary>Writes a model as ONNX graphs, with a manifest, a README and a page that draws in the browser.</summary>
internal static class OnnxExport
{
    private const string Page = "index.html", Readme = "README.md";

    /// <summary>Writes the files.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="loaded">The model.</param>
    /// <param name="name">What the README calls it.</param>
    /// <param name="precision">What weights are stored in.</param>
    /// <returns>What is in the folder.</returns>
    /// <exception cref="InputException">The model is too large, or a file cannot be written.</exception>
    public static OnnxManifest Write(string folder, LoadedModel loaded, string name, WeightPrecision precision)
    {
        RequireFits(loaded.ParameterCount, precision);
        List<OnnxFile> files = [];
        foreach (Func<OnnxGraph> make in Graphs(loaded, precision))
            files.Add(Write(folder, make()));
        OnnxManifest manifest = OnnxManifest.Of(loaded, precision, files);
        AtomicFile.WriteAllText(Path.Combine(folder, OnnxManifest.FileName), RecordJson.Render(manifest));
        AtomicFile.WriteAllText(Path.Combine(folder, Readme), OnnxReadme.Render(manifest, name));
        AtomicFile.Write(Path.Combine(folder, Page), stream =>
        {
            using Stream page = typeof(OnnxExport).Assembly.GetManifestResourceStream($"RpclPix2Seq.Onnx.{Page}")!;
            page.CopyTo(stream);
        });
        return manifest;
    }

    /// <summary>Checks that no graph can exceed the 2 GiB that its format holds.</summary>
    /// <exception cref="InputException">One could.</exception>
    internal static void RequireFits(long parameters, WeightPrecision precision)
    {
        long most = int.MaxValue / precision switch
        {
            WeightPrecision.Half => 2,
            WeightPrecision.Int8 => 1,
            _ => sizeof(float),
        };
        if (parameters > most)
            throw new InputException(
                "the model", "", $"at most {most:N0} parameters, as an ONNX file holds 2 GiB", $"{parameters:N0}",
                precision == WeightPrecision.Int8 ? "export a smaller model" : "store weights in fewer bits: --precision int8");
    }

    private static IEnumerable<Func<OnnxGraph>> Graphs(LoadedModel loaded, WeightPrecision precision)
    {
        if (!loaded.Facts.IsDecoderOnly)
        {
            yield return () => PictureGraphs.Encoder(loaded, precision);
            yield return () => PictureGraphs.PixelDecoder(loaded, precision);
        }

        yield return () => DecoderGraphs.Start(loaded, precision);
        yield return () => DecoderGraphs.Step(loaded, precision);
        yield return () => DecoderGraphs.Loop(loaded, precision);
        yield return () => MixtureGraphs.Posterior(loaded);
        yield return () => MixtureGraphs.Mixture(loaded);
    }

    private static OnnxFile Write(string folder, OnnxGraph graph)
    {
        string file = $"{graph.Name}.onnx", path = Path.Combine(folder, file);
        string version = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3);
        AtomicFile.Write(path, stream => graph.ToModel(version).WriteTo(stream));
        return new OnnxFile(
            file, new FileInfo(path).Length, graph.Description, [.. graph.Inputs.Select(OnnxPortText.Of)],
            [.. graph.Outputs.Select(OnnxPortText.Of)]);
    }
}
