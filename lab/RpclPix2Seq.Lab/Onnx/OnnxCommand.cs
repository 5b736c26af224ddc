using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Lab.Onnx;

/// <summary><c>lab/run onnx</c>: sizes, equality and speed of exported graphs in onnxruntime.</summary>
internal static class OnnxCommand
{
    private const int Threads = 2;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Option<string> output = new("--out") { Description = "New folder for the exports.", HelpName = "FOLDER", Required = true };
        Option<int> count = NumberOptions.Integer("--count", "Sketches that are drawn together.", 64, 1, 100_000);
        Command command = new("onnx", "Compare exported graphs in onnxruntime with the model: sizes, sketches, speed.")
        {
            model.Argument, output, count, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            model.Read(options), options.GetRequiredValue(output), options.GetValue(count),
            CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancellationToken));
    }

    private static int Run(string model, string output, int count, bool json, CliHost host, CancellationToken cancellationToken)
    {
        using FileClaim claim = OutputFolder.Claim(output);
        using LoadedModel loaded = TorchSetup.LoadModel(model, new MachineChoice(Threads: $"{Threads}", Precision: "float32"), host);
        using OnnxTrial trial = new(loaded, count, Threads);
        (OnnxOutcome[] exports, double ours) = trial.Run(output, cancellationToken);
        if (json)
        {
            host.Out.Write(JsonSerializer.Serialize(new { exports, ours }, RecordJson.Indented) + "\n");
            return Code(exports);
        }

        ReportTable table = new(
            new Column("weights"), new Column("bytes", IsRight: true), new Column("equal sketches", IsRight: true),
            new Column("sketches/s", IsRight: true));
        foreach (OnnxOutcome export in exports)
            table.Add(Name(export), $"{export.Bytes:N0}", $"{export.EqualShare:P0}", $"{export.PerSecond:F1}");
        table.Add("our sampler", "", "", $"{ours:F1}");
        table.Write(host);
        foreach (OnnxOutcome export in exports)
        {
            Figures.Write(host, $"onnx_mb_{Name(export)}", export.Bytes / 1e6);
            Figures.Write(host, $"onnx_equal_sketches_{Name(export)}", export.EqualShare);
            Figures.Write(host, $"onnx_sketches_per_second_{Name(export)}", export.PerSecond);
        }

        Figures.Write(host, "onnx_sketches_per_second_ours", ours);
        return Code(exports);

        static string Name(OnnxOutcome export) => export.Weights.ToString().ToLowerInvariant();
    }

    /// <summary>Success if what is stored in single precision draws the same sketches.</summary>
    private static int Code(OnnxOutcome[] exports) => exports[0].EqualShare == 1 ? ExitCode.Done : ExitCode.Failed;
}
