using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The page at the end of the quickstart.</summary>
internal static class QuickstartPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(string path, QuickstartMaterial material)
    {
        TimeSpan time = TimeSpan.FromSeconds(material.Outcome.Progress.Seconds);
        ReportPage page = new("RPCL-pix2seq: quickstart")
        {
            Lead = "The program drew sketches of its own, learned to redraw them from their pictures alone, and sorted the styles it found "
                + "into a Gaussian mixture. It never saw a label.",
            Footer = "Made by rpcl quickstart.",
        };
        page.Add(new FiguresSection(
                new KeyFigure("sketches", $"{material.TrainingSketches:N0}", string.Join(", ", material.Categories)),
                new KeyFigure(
                    "parameters", $"{material.Parameters:N0}",
                    $"{material.Config.DecRnnSize} decoder units, codes of {material.Config.ZSize}"),
                new KeyFigure(
                    "training", Durations.Elapsed(time),
                    $"{material.Outcome.Progress.Step:N0} steps, {material.Outcome.Progress.Epoch} epochs"),
                new KeyFigure("components", $"{material.Outcome.Components.Count}", $"alive of {material.Config.NumComponents}"),
                new KeyFigure("stroke loss", $"{material.Outcome.Test?.SequenceLoss ?? double.NaN:F1}", "nats per test sketch")))
            .Add(new SheetSection(material.Reconstructions)
            {
                Heading = "Originals and reconstructions",
                Lead = "Each original is a test sketch. Beside it stands what the decoder drew, stroke by stroke, from the code of its "
                    + "picture, and then the picture that the pixel decoder made of the same code.",
            })
            .Add(new SheetSection(material.Components)
            {
                Heading = "New sketches, by component",
                Lead = "Drawn from the learned mixture, without any original: a row is one component, a pattern that the model found by "
                    + "itself.",
            });
        foreach ((string from, string to, IReadOnlyList<Sketch> sketches) in material.Strips)
        {
            page.Add(new StripSection([.. sketches.Select((sketch, i) => SheetCell.Of(sketch, tone: SheetTone.Pale, joined: i > 0))])
            {
                Heading = $"From {from} to {to}",
                Lead = "Drawings from codes on the straight line between the codes of two test sketches.",
                From = from,
                To = to,
            });
        }

        page.Add(
            new LineChartSection(
                Curve("training", "train"), Curve("validation", "valid"))
            { Heading = "Stroke loss", YLabel = "nats per sketch" });
        if (material.BesideShipped is { } beside)
        {
            page.Add(new SheetSection(beside)
            {
                Heading = "What longer training does",
                Lead = "The same test sketches, redrawn by this model after minutes (blue) and by the model that ships (yellow). That one "
                    + "trained for hours on sketches by people and by Google's sketch-rnn, and never saw sketches like these. Below, new "
                    + "sketches of each of its components.",
            });
        }

        page
            .Add(new CommandSection(Commands(material.Folder)) { Heading = "Go on from here" })
            .Write(path);

        ChartSeries Curve(string name, string split) =>
            new(name, [.. material.Metrics[split].Select(line => ((double)line.Step, line.SequenceLoss))]);
    }

    private static string Commands(string folder) => $"""
        ./rpcl sample {folder}/run --out samples --count 100
        ./rpcl reconstruct {folder}/run --data {folder}/data --out reconstructions
        ./rpcl train --data {folder}/data --resume {folder}/run --set max_minutes=20
        ./rpcl train --data FOLDER_OF_NPZ --out mine
        ./rpcl studio
        """;
}

/// <summary>The contents of the quickstart page.</summary>
internal sealed record QuickstartMaterial
{
    /// <summary>The folder of the data and the run, as the user named it.</summary>
    public required string Folder { get; init; }

    /// <summary>The model's configuration.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>How the training ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>The categories.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The number of training sketches.</summary>
    public required int TrainingSketches { get; init; }

    /// <summary>The number of trainable parameters of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Originals, strokes and pixels, a row per category.</summary>
    public required Sheet Reconstructions { get; init; }

    /// <summary>Samples, a row per component.</summary>
    public required Sheet Components { get; init; }

    /// <summary>Redrawings beside those of the model that ships; null where none does.</summary>
    public Sheet? BesideShipped { get; init; }

    /// <summary>Interpolations: from which category to which, and the drawings.</summary>
    public required IReadOnlyList<(string From, string To, IReadOnlyList<Sketch> Sketches)> Strips { get; init; }

    /// <summary>The metrics of the run, by split, in order.</summary>
    public required ILookup<string, MetricsLine> Metrics { get; init; }
}
