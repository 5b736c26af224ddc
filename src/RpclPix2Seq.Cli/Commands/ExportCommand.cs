using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl export</c>: writes models for others.</summary>
internal static class ExportCommand
{
    // What a model draws with by default; everything else says what it is, or how it was trained.
    private static readonly string[] Drawing =
        ["temperature", "spread_temperature", "pen_temperature", "code_temperature", "component_threshold"];

    /// <summary>Creates the command.</summary>
    public static Command Create() => new("export")
    {
        Model(), Card(), ExportOnnxCommand.Create(), ExportMagentaCommand.Create(), ExportTf1Command.Create(),
    };

    private static Command Model()
    {
        ModelArgument model = new();
        OutputOption output = new("model", "New model folder, with a card (README.md).");
        Option<bool> half = new("--half") { Description = "Round the parameters to half precision: half the size." };
        Option<int> average = NumberOptions.Integer(
            "--average", "Write the mean of the parameters of this many of a run's newest checkpoints; it often draws better.", 1, 1, 1000);
        Option<string[]> set = new("--set")
        {
            Description = $"Change what the model draws with by default: {string.Join(", ", Drawing)}. May be repeated.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> evaluation = Evaluation(), note = Note();
        MachineOptions machine = new();
        Command command = new("model", "Write a model folder with a card: safetensors, config.json, README.md.")
        {
            model.Argument, output.Option, half, average, set, evaluation, note,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) =>
        {
            if (options.GetValue(average) > 1 && options.GetValue(evaluation) is not null)
                throw new UsageException(
                    "expected at most one of --average and --evaluation, found both: export the average, evaluate it, and export it again "
                    + "with its evaluation");
            return Run(
                Checkpoints(model.Read(options), options.GetValue(average)), options.GetValue(set) ?? [], output.Read(options),
                options.GetValue(half), options.GetValue(evaluation), options.GetValue(note) ?? "", machine.Read(options), host);
        });
    }

    private static Command Card()
    {
        ModelArgument model = new();
        Option<string> evaluation = Evaluation(), note = Note();
        Option<string> output = new("--out")
        {
            Description = "The file, README.md for example; one that exists is replaced. Default: standard output.",
            HelpName = "FILE",
        };
        MachineOptions machine = new();
        Command command = new("card", "Write a model's card, with front matter for hubs.") { model.Argument, output, evaluation, note };
        machine.AddTo(command);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) => WriteCard(
            model.Read(options), options.GetValue(output), options.GetValue(evaluation), options.GetValue(note),
            machine.Read(options), host));
    }

    private static int WriteCard(string model, string? output, string? evaluation, string? note, MachineChoice machine, CliHost host)
    {
        (LoadedModel loaded, EvaluationReport? report) = Load(model, null, evaluation, machine, host);
        using LoadedModel owned = loaded;
        string card = Render(loaded, model, note, report);
        if (output is not null)
            AtomicFile.WriteAllText(output, card);
        host.Out.Write(output is null ? card : output + "\n");
        return ExitCode.Done;
    }

    private static Option<string> Evaluation() => new("--evaluation")
    {
        Description = "Put the figures of this evaluation into the card.",
        HelpName = "FOLDER",
    };

    private static Option<string> Note() => new("--note") { Description = "The first line of the card.", HelpName = "TEXT" };

    /// <summary>The model itself, or the folders of the checkpoints to average, newest first.</summary>
    private static IReadOnlyList<string> Checkpoints(string model, int average) =>
        average == 1 ? [model] : CheckpointAverage.Newest(model, average);

    private static int Run(
        IReadOnlyList<string> checkpoints, string[] set, string output, bool half, string? evaluation, string note, MachineChoice machine,
        CliHost host)
    {
        OutputFolder.RequireNew(output);
        ModelConfig? config = set.Length > 0 ? DrawingWith(checkpoints[0], set) : null;
        (LoadedModel loaded, EvaluationReport? report) = Load(checkpoints[0], config, evaluation, machine, host);
        using LoadedModel owned = loaded;
        if (checkpoints.Count > 1)
            CheckpointAverage.ReplaceByMean(loaded, [.. checkpoints.Skip(1)]);
        string card = Render(loaded, output, note, report);
        OutputFolder.Write(output, folder =>
        {
            ModelFolder.Save(folder, loaded with { Config = ForOtherMachines(loaded.Config) }, half);
            AtomicFile.WriteAllText(Path.Combine(folder, ModelCard.FileName), card);
        });
        host.Out.WriteLine(output);
        host.Say($"{new FileInfo(Path.Combine(output, ModelFolder.TensorFile)).Length:N0} bytes; next: rpcl sample {output}");
        return ExitCode.Done;
    }

    /// <summary>A model's configuration with other values of <see cref="Drawing"/>.</summary>
    private static ModelConfig DrawingWith(string model, string[] set)
    {
        ConfigBuilder builder = new();
        builder.ApplyFile(Path.Combine(ModelFolder.Locate(model), ModelFolder.ConfigFile));
        try
        {
            foreach (string assignment in set)
                builder.ApplyAssignment(assignment);
            ResolvedConfig resolved = builder.Build();
            ConfigKey? other = resolved.Set.FirstOrDefault(
                value => value.Origin.Kind == ConfigSourceKind.Flag && !Drawing.Contains(value.Key.Name)).Key;
            return other is null
                ? resolved.Config
                : throw new InputException("--set", "", $"one of {string.Join(", ", Drawing)}", other.Name);
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Without what was chosen for the machine that trained it.</summary>
    private static ModelConfig ForOtherMachines(ModelConfig config) => config with
    {
        Device = ModelConfig.Defaults.Device,
        Threads = ModelConfig.Defaults.Threads,
        WaitPolicy = ModelConfig.Defaults.WaitPolicy,
        Kernels = ModelConfig.Defaults.Kernels,
        Precision = ModelConfig.Defaults.Precision,
    };

    /// <summary>A model, with that configuration or its own, and an evaluation of it where one is named; the caller owns the model.</summary>
    private static (LoadedModel Model, EvaluationReport? Report) Load(
        string model, ModelConfig? config, string? evaluation, MachineChoice machine, CliHost host)
    {
        EvaluationReport? report = evaluation is null ? null : EvaluationReportFile.Read(evaluation);
        LoadedModel loaded = TorchSetup.LoadModel(model, machine, host);
        loaded = loaded with { Config = config ?? loaded.Config };
        if (report is null)
            return (loaded, null);
        string own = Of(loaded.Facts.Step, loaded.ParameterCount, loaded.Config.Seed),
            other = Of(report.Model.Step, report.Model.Parameters, report.Model.Seed);
        SamplingChoice asItIs = new(null, null, null, null, report.Settings.BestOf ?? 1, report.Settings.Seed);
        if (own == other && asItIs.IsAsRecorded(report.Settings, loaded.Config))
            return (loaded, report);
        loaded.Dispose();
        throw new InputException(
            evaluation!, "", $"an evaluation of a model {own}, drawing with the temperatures of its settings",
            own == other ? "one with other temperatures" : $"one of a model {other}", "evaluate this model as it is");

        static string Of(long steps, long parameters, long seed) => $"after {steps} steps, with {parameters} parameters and seed {seed}";
    }

    /// <summary>The card of a model that is called as its folder is.</summary>
    private static string Render(LoadedModel loaded, string folder, string? note, EvaluationReport? report) => ModelCard.Render(
        loaded, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), note ?? "",
        report is null ? [] : Figures(report));

    private static IEnumerable<(string, string)> Figures(EvaluationReport report) => EvaluationFigure.Of(report).Select(figure =>
        (figure.Title, EvaluationTable.Value(figure) + (figure.Interval is null ? "" : $" ({EvaluationTable.Interval(figure)})")));
}
