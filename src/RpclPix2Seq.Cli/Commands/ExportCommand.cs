using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl export</c>: writes models for others.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create() => new("export", "Write a model for others.") { Model(), ExportMagentaCommand.Create(), ExportTf1Command.Create() };

    private static Command Model()
    {
        ModelArgument model = new();
        OutputOption output = new("model", "New model folder, with a card (README.md).");
        Option<bool> half = new("--half") { Description = "Round the parameters to half precision: half the size." };
        Option<string> evaluation = new("--evaluation")
        {
            Description = "Put the figures of this evaluation into the card.",
            HelpName = "FOLDER",
        };
        Option<string> note = new("--note") { Description = "The first line of the card.", HelpName = "TEXT" };
        MachineOptions machine = new();
        Command command = new("model", "Write a model folder with a card: safetensors, config.json, README.md.")
        {
            model.Argument, output.Option, half, evaluation, note,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, _) => Run(
            model.Read(options), output.Read(options), options.GetValue(half), options.GetValue(evaluation), options.GetValue(note) ?? "",
            machine.Read(options), host));
    }

    private static int Run(string model, string output, bool half, string? evaluation, string note, MachineChoice machine, CliHost host)
    {
        OutputFolder.RequireNew(output);
        EvaluationReport? report = evaluation is null ? null : EvaluationReportFile.Read(evaluation);
        using LoadedModel loaded = TorchSetup.LoadModel(model, machine, host);
        if (report is not null && report.Model.Step != loaded.Facts.Step)
        {
            throw new InputException(
                evaluation!, "", $"an evaluation of the model after {loaded.Facts.Step} steps", $"after {report.Model.Step} steps",
                "evaluate this model");
        }

        string card = ModelCard.Render(
            loaded, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))), note, report is null ? [] : Figures(report));
        OutputFolder.Write(output, folder =>
        {
            ModelFolder.Save(folder, loaded.Model, loaded.Config, loaded.Facts, half);
            AtomicFile.WriteAllText(Path.Combine(folder, ModelCard.FileName), card);
        });
        host.Out.WriteLine(output);
        host.Say($"{new FileInfo(Path.Combine(output, ModelFolder.TensorFile)).Length:N0} bytes; next: rpcl sample {output}");
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string)> Figures(EvaluationReport report) => EvaluationFigure.Of(report).Select(figure =>
        (figure.Title, EvaluationTable.Value(figure) + (figure.Interval is null ? "" : $" ({EvaluationTable.Interval(figure)})")));
}
