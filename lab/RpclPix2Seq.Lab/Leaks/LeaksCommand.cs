using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Lab.Leaks;

/// <summary><c>lab/run leaks</c>: live tensors and resident memory over thousands of training steps and sampling calls.</summary>
internal static class LeaksCommand
{
    private const double MostGrowth = 0.05;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> output = new("--out")
        {
            Description = "New folder for the checkpoints that are written on the way.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<int> count = NumberOptions.Integer("--count", "Training steps, and sampling calls.", 2000, 100, 10_000_000);
        Command command = new("leaks", "Watch live tensors and memory over many training steps and sampling calls.")
        {
            output, count, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            options.GetRequiredValue(output), options.GetValue(count), CommonOptions.IsSet(options, CommonOptions.JsonName), host,
            cancellationToken));
    }

    private static int Run(string output, int count, bool json, CliHost host, CancellationToken cancellationToken)
    {
        using FileClaim claim = OutputFolder.Claim(output);
        TorchSetup.Load(ModelConfig.Defaults with { Threads = 1 });
        LeakOutcome[] outcomes =
        [
            LeakTrial.Train(count, Path.Combine(output, "run"), cancellationToken), LeakTrial.Sample(count, cancellationToken),
        ];
        if (json)
        {
            host.Out.Write(JsonSerializer.Serialize(outcomes, RecordJson.Indented) + "\n");
        }
        else
        {
            ReportTable table = new(
                new Column("work"), new Column("count", IsRight: true), new Column("tensors, first 100", IsRight: true),
                new Column("last 100", IsRight: true),
                new Column("MiB, first 100", IsRight: true), new Column("last 100", IsRight: true));
            foreach (LeakOutcome o in outcomes)
                table.Add(
                    o.Work, $"{o.Count}", $"{o.FirstTensors:F1}", $"{o.LastTensors:F1}", $"{o.FirstMegabytes:F1}", $"{o.LastMegabytes:F1}");
            table.Write(host);
            foreach (LeakOutcome o in outcomes)
            {
                Figures.Write(host, $"leak_{o.Work}_tensors_first", o.FirstTensors);
                Figures.Write(host, $"leak_{o.Work}_tensors_last", o.LastTensors);
                Figures.Write(host, $"leak_{o.Work}_mib_first", o.FirstMegabytes);
                Figures.Write(host, $"leak_{o.Work}_mib_last", o.LastMegabytes);
            }
        }

        return outcomes.All(o => o.LastTensors <= o.FirstTensors && o.LastMegabytes <= o.FirstMegabytes * (1 + MostGrowth))
            ? ExitCode.Done
            : ExitCode.Failed;
    }
}
