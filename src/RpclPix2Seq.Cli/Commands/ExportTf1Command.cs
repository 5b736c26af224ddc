using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl export tf1</c>: writes a model as a checkpoint of the original program.</summary>
internal static class ExportTf1Command
{
    /// <summary>The original's file of settings.</summary>
    public const string OriginalConfigFile = "model_config.json";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Option<string> output = new("--out")
        {
            Description = "New folder, and what the names of the checkpoint's files begin with. "
                + "Default: out/tf1-1/vector, or the next free number.",
            HelpName = "FOLDER/NAME",
        };
        OutputOption numbered = new("tf1", "");
        MachineOptions machine = new();
        Command command = new("tf1", "Write a checkpoint of the original program (TensorFlow 1), with its model_config.json.")
        {
            model.Argument, output,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) => Run(
            model.Read(options), options.GetValue(output) ?? Path.Combine(numbered.Next(), "vector"), machine.Read(options),
            CommonOptions.WantsJson(options), host));
    }

    private static int Run(string model, string prefix, MachineChoice machine, bool json, CliHost host)
    {
        string name = Path.GetFileName(prefix), output = Path.GetDirectoryName(prefix) is { Length: > 0 } folder ? folder : ".";
        if (name.Length == 0)
            throw new UsageException($"--out: expected FOLDER/NAME, found {prefix}; for example {prefix}vector");
        OutputFolder.RequireNew(output, "name a new folder, for example --out tf1/vector");
        using LoadedModel loaded = TorchSetup.LoadModel(model, machine, host);
        IReadOnlyList<string> names = [];
        OutputFolder.Write(output, temporary =>
        {
            names = OriginalExport.Write(Path.Combine(temporary, name), loaded);
            loaded.Config.Save(Path.Combine(temporary, ModelFolder.ConfigFile));
            AtomicFile.WriteAllText(Path.Combine(temporary, OriginalConfigFile), OriginalExport.Settings(loaded));

            // Where TensorFlow looks for the newest checkpoint of a folder.
            AtomicFile.WriteAllText(
                Path.Combine(temporary, "checkpoint"),
                $"model_checkpoint_path: {Quoted(name)}\nall_model_checkpoint_paths: {Quoted(name)}\n");
        });
        foreach (string obstacle in OriginalExport.Obstacles(loaded))
            host.Warn($"the original cannot load this: {obstacle}");
        if (loaded.Model.CategoryHead is not null)
            host.Say("left out: the layer that names categories (category_weight), which the original does not have");
        host.Out.WriteLine(json ? JsonSerializer.Serialize(new { checkpoint = prefix, variables = names }, RecordJson.Indented) : prefix);
        host.Say($"{names.Count} variables; without the optimizer, which the original needs only to train on");
        return ExitCode.Done;
    }

    private static string Quoted(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
