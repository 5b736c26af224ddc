using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Onnx;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl export onnx</c>: writes a model as ONNX graphs.</summary>
internal static class ExportOnnxCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        OutputOption output = new("onnx", "New folder for the graphs, with a manifest, a README and a page for browsers.");
        Option<WeightPrecision> precision = WordOptions.Choice(
            "--precision", "What weights are stored in: 32, 16 or 8 bits. Graphs compute in 32.", WeightPrecision.Single);
        Command command = new("onnx", "Write ONNX graphs: encoder, decoder step and loop, pixel decoder, mixture.")
        {
            model.Argument, output.Option, precision, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, _) => Run(
            model.Read(options), output.Read(options), options.GetValue(precision), CommonOptions.WantsJson(options),
            host));
    }

    private static int Run(string model, string output, WeightPrecision precision, bool json, CliHost host)
    {
        OutputFolder.RequireNew(output);
        using LoadedModel loaded = TorchSetup.LoadModel(model, new MachineChoice(), host);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)));
        OnnxManifest? manifest = null;
        OutputFolder.Write(output, folder => manifest = OnnxExport.Write(folder, loaded, name, precision));
        foreach (OnnxFile file in manifest!.Graphs)
            host.Say($"{file.File}: {file.Bytes:N0} bytes");
        host.Out.Write(json
            ? RecordJson.Render(
                new
                {
                    folder = output,
                    opset = manifest.Opset,
                    weights = manifest.Weights,
                    files = manifest.Graphs.Select(file => new { file.File, file.Bytes }),
                })
            : output + "\n");
        host.Say($"operator set {manifest.Opset}; next: {Path.Combine(output, "README.md")}");
        return ExitCode.Done;
    }
}
