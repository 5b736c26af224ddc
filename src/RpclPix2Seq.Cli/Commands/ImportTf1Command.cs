using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl import tf1</c>: makes a model of a checkpoint of the original program.</summary>
internal static class ImportTf1Command
{
    private const int MostListed = 8;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> prefix = new("PREFIX")
        {
            Description = "What the names of the checkpoint's files begin with, such as log/vector-12; its .index will do.",
        };
        Option<string> config = new("--config")
        {
            Description = "Settings: the original's model_config.json, or a config.json. Default: the one beside the checkpoint.",
            HelpName = "FILE",
        };
        Option<double?> scale = NumberOptions.OptionalReal(
            "--stroke-scale", "Standard deviation of the offsets of its training data, which the original does not save", 1e-6, 1e6, 40);
        OutputOption output = new("model", "New model folder.");
        MachineOptions machine = MachineOptions.OnlyThreads();
        Command command = new("tf1", "Import a checkpoint of the original program (TensorFlow 1).")
        {
            prefix, config, scale, output.Option,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) => Run(
            new Request(options.GetRequiredValue(prefix), options.GetValue(config), (float?)options.GetValue(scale)), output.Read(options),
            machine.Read(options), CommonOptions.WantsJson(options), host));
    }

    private static int Run(Request request, string output, MachineChoice machine, bool json, CliHost host)
    {
        OutputFolder.RequireNew(output);
        using TensorBundleReader bundle = TensorBundleReader.Open(request.Prefix);
        string? file = request.Config ?? Beside(bundle.IndexPath);
        ModelConfig config = OriginalImport.Config(bundle, file);
        TorchSetup.Load(machine, host);
        using LoadedModel loaded = OriginalImport.ToModel(bundle, config, request.StrokeScale);
        VariableUse[] uses = [.. OriginalImport.Uses(bundle, loaded.Model)];
        OutputFolder.Write(output, folder => ModelFolder.Save(folder, loaded with { Config = config }));
        host.Out.Write(json ? Report(output, file, loaded, uses) : output + "\n");
        Tell(bundle, request, file, uses, host);
        host.Say($"next: rpcl sample {output}");
        return ExitCode.Done;
    }

    private static void Tell(TensorBundleReader bundle, Request request, string? file, VariableUse[] uses, CliHost host)
    {
        host.Say($"{uses.Count(use => use.WhyUnused is null)} of {uses.Length} variables used, none missing");
        VariableUse[] left = [.. uses.Where(use => use.WhyUnused is not null)];
        foreach (IGrouping<string, string> unused in left.GroupBy(use => use.WhyUnused!, use => use.Entry.Name))
        {
            host.Say($"not used, {unused.Key}: {Plural.Names([.. unused], MostListed)}");
        }

        if (file is null)
            host.Warn(
                "no model_config.json: sizes are those of the variables, everything else is a default, and the category is 'unknown'; "
                + "name one with --config");
        if (request.StrokeScale is null && bundle.Find(OriginalExport.StrokeScale) is null)
            host.Warn(
                "the checkpoint does not have the scale of its strokes: drawings are in the model's units; name it with --stroke-scale");
    }

    /// <summary>The settings that lie beside a checkpoint: our own, which say more, or the original's.</summary>
    private static string? Beside(string index) => ((string[])[ModelFolder.ConfigFile, ExportTf1Command.OriginalConfigFile])
        .Select(name => Path.Combine(Path.GetDirectoryName(index) is { Length: > 0 } folder ? folder : ".", name))
        .FirstOrDefault(File.Exists);

    private static string Report(string output, string? file, LoadedModel loaded, VariableUse[] uses) => RecordJson.Render(
        new
        {
            model = output,
            config = file,
            parameters = loaded.ParameterCount,
            stroke_scale = loaded.Facts.StrokeScale,
            longest = loaded.Facts.Longest,
            used = uses.Where(use => use.WhyUnused is null).Select(use => new { name = use.Entry.Name, shape = use.Entry.Shape }),
            unused = uses.Where(use => use.WhyUnused is not null)
                .Select(use => new { name = use.Entry.Name, shape = use.Entry.Shape, why = use.WhyUnused }),
            missing = Array.Empty<string>(),
        });

    private sealed record Request(string Prefix, string? Config, float? StrokeScale);
}
