using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Rendering;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Verification;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify divergence</c>: tiny runs to which is done what makes training diverge, and what they make of it.</summary>
internal static class VerifyDivergenceCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "New folder for the runs.", HelpName = "FOLDER", Required = true };
        Command command = new("divergence", "Make tiny runs diverge, and see whether they recover or stop cleanly.") { output, CommonOptions.Json(), CommonOptions.Quiet() };
        return command.Runs((options, host, cancel) => Run(options.GetRequiredValue(output), CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancel));
    }

    private static int Run(string output, bool json, CliHost host, CancellationToken cancel)
    {
        using FileClaim claim = OutputFolder.Claim(output);
        TorchSetup.Load(ModelConfig.Defaults with { Threads = 1 });
        IReadOnlyList<DivergenceOutcome> outcomes = DivergenceTrial.RunAll(output, cancel);
        if (json)
        {
            host.Out.Write(JsonSerializer.Serialize(
                outcomes.Select(o => new { o.Case, Result = Word(o.Result), o.Rollbacks, o.Steps, o.RateFactor, o.IsKept, o.Message, o.Passes }), IndentedJson.Options) + "\n");
        }
        else
        {
            ReportTable table = new(
                new TableColumn("what was done"), new TableColumn("result"), new TableColumn("rollbacks", IsRight: true), new TableColumn("steps", IsRight: true),
                new TableColumn("learning rate times", IsRight: true), new TableColumn("checkpoint"));
            foreach (DivergenceOutcome o in outcomes)
                table.Add(o.Case, Word(o.Result), $"{o.Rollbacks}", $"{o.Steps}", $"{o.RateFactor}", o.IsKept ? "good" : o.Result == DivergenceResult.Refused ? "none yet" : "BAD");
            table.Write(host);
            foreach (DivergenceOutcome o in outcomes.Where(o => o.Message.Length > 0))
                host.Say($"{o.Case}: {o.Message}");
            Figures.Write(host, "divergence_cases", outcomes.Count);
            foreach (DivergenceResult result in Enum.GetValues<DivergenceResult>())
                Figures.Write(host, $"divergence_{Word(result)}", outcomes.Count(o => o.Result == result));
            Figures.Write(host, "divergence_lost", outcomes.Count(o => !o.Passes));
        }

        return outcomes.All(o => o.Passes) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Word(DivergenceResult result) => result.ToString().ToLowerInvariant();
}
