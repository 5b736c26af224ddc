using System.CommandLine;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// <c>rpcl history</c>: how the latent components of a run fared: their weights by step, when each died, and what it looked like then.
/// </summary>
internal static class HistoryCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("RUN") { Description = "The folder of a training run, finished or not." };
        OutputOption output = new("history", "New folder for history.html and history.svg.");
        Option<bool> open = Browser.Option();
        Command command = new("history")
        {
            run, output.Option, open, CommonOptions.Json(), CommonOptions.Quiet(),
        };
        return command.Runs((options, host, _) => Run(
            options.GetRequiredValue(run), output.Read(options), options.GetValue(open),
            CommonOptions.WantsJson(options), host));
    }

    private static int Run(string run, string output, bool open, bool json, CliHost host)
    {
        OutputFolder.RequireNew(output);
        RunFolder opened = RunFolder.Open(run);
        ModelConfig config = new ConfigBuilder().ApplyFile(opened.ConfigFile).Build().Config;
        IReadOnlyList<LatentSnapshot> snapshots = LatentHistoryFile.Read(opened.HistoryFile);
        IReadOnlyList<ComponentLife> lives = ComponentLife.All(snapshots, config.ComponentThreshold);

        OutputFolder.Write(output, folder =>
        {
            AtomicFile.WriteAllText(Path.Combine(folder, "history.svg"), HistoryChart.Render(snapshots, config.ComponentThreshold));
            Page(snapshots, lives, config, run).Write(Path.Combine(folder, "history.html"));
        });
        if (json)
        {
            host.Out.Write(RecordJson.Render(
                lives.Select(life => new { life.Component, life.DiedAt, life.Weight, ExemplarStep = life.Exemplar?.Step })));
        }
        else
        {
            ReportTable table = new(
                new Column("component", IsRight: true), new Column("died at", IsRight: true), new Column("weight", IsRight: true));
            foreach (ComponentLife life in lives)
                table.Add($"{life.Component}", life.DiedAt is { } step ? $"{step}" : "lives", $"{life.Weight:F4}");
            table.Write(host);
        }

        Browser.Show(Path.Combine(output, "history.html"), open, host);
        return ExitCode.Done;
    }

    private static ReportPage Page(
        IReadOnlyList<LatentSnapshot> snapshots, IReadOnlyList<ComponentLife> lives, ModelConfig config, string run)
    {
        int alive = lives.Count(life => life.DiedAt is null);
        long? last = lives.Max(life => life.DiedAt);
        ReportPage page = new ReportPage("How the latent components fared")
        {
            Lead = "Components compete for the codes. Those that explain them no better than a rival lose them to it and die.",
            Footer = $"Made by rpcl history from {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run)))}.",
        }
            .Add(new FiguresSection(
                new KeyFigure("components left", $"{alive}", $"of {lives.Count}"),
                new KeyFigure("died", $"{lives.Count - alive}", last is { } step ? $"the last one at step {step}" : "none"),
                new KeyFigure("steps", $"{snapshots[^1].Step}", $"rivals compete from step {config.RpclStart} on")))
            .Add(new HistorySection(snapshots, config.ComponentThreshold, config.FirstRow)
            {
                Heading = "Weights by step",
                Lead = "A ring marks where a component died. Move the slider; each card shows the last sketch that the component held.",
            });
        return snapshots.Any(snapshot => snapshot.Decisions.Count > 0) ? page.Add(Decisions(snapshots)) : page;
    }

    private static TableSection Decisions(IReadOnlyList<LatentSnapshot> snapshots) => new(
        [
            new Column("step", IsRight: true), new Column("component", IsRight: true), new Column("what was done"),
            new Column("gain of two, nats", IsRight: true),
            new Column("cost, nats", IsRight: true), new Column("codes", IsRight: true),
        ],
        [
            .. from snapshot in snapshots
               from decision in snapshot.Decisions
               select (string[])[$"{snapshot.Step}", $"{decision.Component}", Told(
                   decision), $"{decision.Gain:N0}", $"{decision.Cost:N0}", $"{decision.Codes:N0}"],
        ])
    {
        Heading = "What was decided, and why",
        Lead = "On the codes of the last epoch: what two components gain over one, and what describing one more costs.",
    };

    private static string Told(LatentDecision decision) => decision.Change switch
    {
        LatentChange.Merged => $"redundant: merged into component {decision.Other}",
        LatentChange.Joined => $"no valley of density between them: merged into component {decision.Other}",
        LatentChange.Split => $"revived on part of component {decision.Other}'s codes",
        _ => "lost its weight",
    };
}
