using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The page of a training run: its curves and the history of its components. It needs the run's files alone.</summary>
internal static class RunPage
{
    /// <summary>The name of the page in the run's folder.</summary>
    public const string FileName = "report.html";

    private const int MostRedrawn = 10;

    /// <summary>Makes the page.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="refresh">Seconds after which a browser loads it again; 0 for never.</param>
    /// <exception cref="InputException">The history is damaged.</exception>
    public static ReportPage Of(RunSummary summary, int refresh = 0)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(summary.Run.Path)));
        ReportPage page = new ReportPage($"Training run {name}")
        {
            Lead = $"{summary.Config.Categories.Count switch { 1 => "One category", var count => $"{count} categories" }}: "
                + $"{string.Join(", ", summary.Config.Categories)}.",
            Footer = "Made by rpcl report; rpcl train rewrites it at each validation.",
            RefreshSeconds = refresh,
        }
            .Add(Figures(summary));
        if (Redrawn(summary) is { } redrawn)
            page.Add(redrawn);
        page
            .Add(Losses(summary, "Stroke loss", "nats per sketch", line => line.SequenceLoss) with
            {
                Lead = "The lower the better; it may be negative, because it is the logarithm of a density. The best validation decides "
                    + "which model is kept.",
            })
            .Add(Losses(summary, "Pixel loss", "per sketch", line => line.PixelLoss));
        if (summary.Config.CategoryWeight > 0)
            page.Add(Losses(summary, "Category loss", "nats per sketch", line => line.CategoryLoss ?? double.NaN));

        page
            .Add(Chart(
                summary, "Latent losses", "nats per sketch", ("Gaussian", "train", line => line.GaussianLoss),
                ("weights", "train", line => line.WeightLoss)))
            .Add(Chart(summary, "Components alive", "components", ("alive", "train", line => line.ComponentsAlive)))
            .Add(Chart(summary, "Learning rate", "rate", ("learning rate", "train", line => line.LearningRate)))
            .Add(Chart(summary, "Weight of the latent losses", "weight", ("weight", "train", line => line.LatentWeight)))
            .Add(Chart(summary, "Clipped gradients", "share of elements", ("clipped", "train", line => line.ClippedShare)));
        if (Refused(summary) is { } refused)
            page.Add(refused);
        if (File.Exists(summary.Run.HistoryFile) && LatentHistoryFile.Read(summary.Run.HistoryFile) is { Count: > 1 } snapshots)
        {
            page.Add(new HistorySection(snapshots, summary.Config.ComponentThreshold, summary.Config.FirstRow)
            {
                Heading = "Weights of the components by step",
                Lead = "A ring marks where a component died. Move the slider; each card shows the last sketch that the component held.",
            });
        }

        return page;
    }

    private static FiguresSection Figures(RunSummary summary)
    {
        MetricsLine? best = summary.BestValidation, last = summary.Metrics["train"].LastOrDefault();
        return new FiguresSection(
            new KeyFigure("state", summary.State, $"{summary.Step:N0} steps, {summary.Epoch:F1} epochs"),
            new KeyFigure(
                "best validation", best is null ? "none yet" : $"{best.SequenceLoss:F2}",
                best is null ? "" : $"nats per sketch, after {best.Step:N0} steps"),
            new KeyFigure("test", summary.Test is { } test ? $"{test.SequenceLoss:F2}" : "none yet", "nats per sketch, at the end"),
            new KeyFigure("components", $"{summary.Components ?? 0}", $"alive of {summary.Config.NumComponents}"),
            new KeyFigure("speed", last is null ? "none yet" : Durations.Rate(last.SketchesPerSecond), "sketches per second"));
    }

    /// <summary>The originals, and what became of them: at most so many steps, about equally far apart in their logarithm.</summary>
    private static SheetSection? Redrawn(RunSummary summary)
    {
        IReadOnlyList<RedrawingSnapshot> all = Redrawings.Read(summary.Run.RedrawingsFile);
        if (all.Count == 0)
            return null;
        int[] shown = [.. Enumerable.Range(0, MostRedrawn).Select(i => i * (all.Count - 1) / (MostRedrawn - 1)).Distinct()];
        return new SheetSection(new Sheet
        {
            FirstRow = summary.Config.FirstRow,
            Rows =
            [
                Row("original", all[^1].Sketches.Select(s => SheetCell.Of(s.Original, s.Category))),
                .. shown.Select(i => Row($"step {all[i].Step:N0}",
                    all[i].Sketches.Select(s => SheetCell.Of(s.Redrawn, tone: SheetTone.Pale)))),
            ],
        })
        {
            Heading = "The same sketches, redrawn",
            Lead = summary.Metrics["valid"].Any()
                ? "None of these sketches was used for training. Each row was drawn at a validation."
                : "These are training sketches, because there is no validation split.",
        };

        static SheetRow Row(string heading, IEnumerable<SheetCell> cells) => new([.. cells]) { Heading = heading };
    }

    private static LineChartSection Losses(RunSummary summary, string heading, string label, Func<MetricsLine, double> value) =>
        Chart(summary, heading, label, ("training", "train", value), ("validation", "valid", value));

    private static LineChartSection Chart(
        RunSummary summary, string heading, string label, params (string Name, string Split, Func<MetricsLine, double> Value)[] curves) =>
        new([
            .. curves.Select(curve => new ChartSeries(
                curve.Name, [.. summary.Metrics[curve.Split].Select(line => ((double)line.Step, curve.Value(line)))])),
        ])
        {
            Heading = heading,
            YLabel = label,
        };

    private static TableSection? Refused(RunSummary summary)
    {
        string[][] rows = [.. summary.Metrics["refused"].Select(line => (string[])[$"{line.Step:N0}"])];
        return rows.Length == 0 ? null : new TableSection([new Column("step", IsRight: true)], rows)
        {
            Heading = "Steps that were left out",
            Lead = "Their loss or gradient was not finite.",
        };
    }
}
