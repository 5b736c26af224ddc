using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// <c>rpcl verify run</c>: repeats steps of a run between two of its checkpoints and compares every tensor by its checksum.
/// </summary>
internal static class VerifyRunCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("RUN") { Description = "The folder of a training run." };
        Option<string> data = new("--data")
        {
            Description = "The data that it was trained on. Default: where they were then.",
            HelpName = "FOLDER",
        };
        Option<int> steps = NumberOptions.Integer("--steps", "Maximum steps to repeat.", 1_000_000, 1);
        Option<int?> threads = NumberOptions.Index("--threads", "Threads to compute with; as many as the run if absent.", "N");
        Command command = new("run", "Take steps of a run again, and compare the tensors bit by bit.")
        {
            run, data, steps, threads, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            options.GetRequiredValue(run), ModelData.FolderFor(options.GetValue(data), options.GetRequiredValue(run)),
            options.GetValue(steps), options.GetValue(threads), CommonOptions.WantsJson(options), host, cancellationToken));
    }

    private static int Run(
        string path, string dataFolder, int steps, int? threads, bool json, CliHost host, CancellationToken cancellationToken)
    {
        RunFolder run = RunFolder.Open(path);
        ModelConfig config = RunReplay.ConfigOf(run);
        if (threads is { } given)
            config = config with { Threads = given };
        SketchDataset data = ModelData.Read(config, dataFolder, host);
        TorchSetup.Load(config);
        ReplayOutcome outcome = RunReplay.Run(run, config, data, steps, cancellationToken);
        if (json)
        {
            host.Out.Write(RecordJson.Render(
                new
                {
                    From = outcome.From.Folder,
                    To = outcome.To.Folder,
                    Steps = outcome.To.Step - outcome.From.Step,
                    outcome.Tensors,
                    outcome.Different
                }));
        }
        else
        {
            host.Say($"from {outcome.From.Folder} to {outcome.To.Folder}: {outcome.Tensors - outcome.Different.Count} of {outcome.Tensors} "
                + "tensors have the same bits");
            foreach (string name in outcome.Different)
                host.Warn($"not the same: {name}");
            Figures.Write(host, "replay_steps", outcome.To.Step - outcome.From.Step);
            Figures.Write(host, "replay_tensors", outcome.Tensors);
            Figures.Write(host, "replay_different", outcome.Different.Count);
        }

        return outcome.Different.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
