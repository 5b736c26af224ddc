using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>
/// <c>rpcl reconstruct</c>: how well a model redraws its test sketches: losses, and a sheet of originals next to their reconstructions; or
/// only the sheet, for given pictures and sketches.
/// </summary>
internal static class ReconstructCommand
{
    private const int MostShown = 200;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Argument<string[]> inputs = new("INPUT")
        {
            Description = $"Redraw these instead of test sketches: {InputSources.Description}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files, of which test sketches are redrawn. Default: those of the run.",
            HelpName = "FOLDER",
        };
        OutputOption output = new("redrawn", "New folder for the sheet and the report.");
        Option<int> count = NumberOptions.Integer("--count", "Test sketches of each category to show.", 12, 1, 1000);
        Option<PictureMode> mode = InputSources.ModeOption();
        SamplingArguments drawing = new();
        MachineOptions machine = new();
        Command command = new("reconstruct")
        {
            model.Argument, inputs, data, output.Option, count, mode,
        };
        drawing.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            (string path, string[] named) = model.Read(options, options.GetValue(inputs) ?? []);
            bool json = CommonOptions.WantsJson(options);
            SamplingChoice choice = drawing.Read(options).WithoutMixture();
            if (named.Length == 0)
            {
                InputSources.RefuseMode(options, mode);
                return Run(
                    path, ModelData.FolderFor(options.GetValue(data), path), output.Read(options), options.GetValue(count),
                    choice, machine.Read(options), json, host, cancellationToken);
            }

            if (options.GetValue(data) is not null)
                throw new UsageException($"expected either --data or pictures and sketch files, found --data and {named[0]}");
            if (CommonOptions.IsGiven(options, count))
                throw new UsageException(
                    $"--count: expected no pictures or sketch files beside it, found {named[0]}; all of them are redrawn");
            return RunInputs(
                path, named, options.GetValue(mode), output.Read(options), choice, machine.Read(options), json, host,
                cancellationToken);
        });
    }

    /// <summary>The sheet: originals, the strokes drawn from them, and the pixel decoder's pictures, a row per category.</summary>
    public static Sheet Sheet(
        SketchGenerator generator, SketchDataset data, LabeledSketch[] chosen, string subtitle, CancellationToken cancellationToken)
    {
        Sketch[] originals = [.. chosen.Select(s => s.Sketch)];
        GeneratedSketch[] drawn = generator.Reconstruct(originals, cancellationToken: cancellationToken);
        byte[][] pictures = generator.RedrawPictures(originals);
        int size = generator.Pictures.Size;
        return new Sheet
        {
            Title = "Originals and reconstructions",
            Subtitle = subtitle,
            Columns = 12,
            FirstRow = generator.Pictures.FirstRow,
            Rows =
            [
                .. Enumerable.Range(0, chosen.Length).GroupBy(i => chosen[i].Category).Select(group => new SheetRow(
                    [.. group.SelectMany(
                        i => (SheetCell[])[.. SampleSheets.Pair(originals[i], drawn[i].Sketch), SheetCell.Of(
                            new SheetPicture(pictures[i], size, size), joined: true)])])
                {
                    Heading = data.Categories[group.Key],
                    Detail = "original, strokes, pixels",
                }),
            ],
        };
    }

    private static int Run(
        string model, string dataFolder, string output, int count, SamplingChoice drawing, MachineChoice machine, bool json, CliHost host,
        CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(output);
        using LoadedModel loaded = TorchSetup.LoadModel(model, machine, host);
        SketchDataset data = ModelData.ReadFor(loaded.Config, dataFolder, host);
        LabeledSketch[] chosen = TestChoice.Choose(data, count, drawing.Seed);

        // These data may number categories in another way than the model's, so it does not name them.
        StepMetrics metrics = Validation.Evaluate(
            loaded.Model, loaded.Config with { CategoryWeight = 0 }, data.Test, loaded.Facts.StrokeScale, data.Longest, loaded.Facts.Step,
            loaded.Facts.Epoch, cancellationToken);
        SketchGenerator generator = new(loaded, drawing.Options(loaded));
        Sheet sheet = Sheet(generator, data, chosen, $"test sketches, model after {loaded.Facts.Step} steps", cancellationToken);

        string report = RecordJson.Render(
            new
            {
                model,
                step = loaded.Facts.Step,
                test_sketches = data.Test.Count,
                sequence_loss = metrics.SequenceLoss,
                pixel_loss = metrics.PixelLoss,
                weight_loss = metrics.WeightLoss,
                gaussian_loss = metrics.GaussianLoss,
                components_alive = metrics.ComponentsAlive,
                components = generator.Components,
            });
        Write(output, sheet, report);
        host.Say($"{data.Test.Count} test sketches: strokes {metrics.SequenceLoss:F3}, pixels {metrics.PixelLoss:F1}; "
            + $"{metrics.ComponentsAlive} components alive");
        host.Out.Write(json ? OutputOption.Located(report, output) : Path.Combine(output, "reconstructions.png") + "\n");
        return ExitCode.Done;
    }

    private static int RunInputs(
        string model, string[] inputs, PictureMode mode, string output, SamplingChoice drawing, MachineChoice machine, bool json,
        CliHost host, CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(output);
        using LoadedModel loaded = TorchSetup.LoadModel(model, machine, host);
        SketchGenerator generator = new(loaded, drawing.Options(loaded));
        NamedInput[] originals = InputSources.Read(inputs, loaded.Config, mode, host, cancellationToken);
        EncoderInput[] seen = [.. originals.Select(original => original.Input)];
        GeneratedSketch[] drawn = Redraw(generator, seen, host, cancellationToken);
        string[] names = NamedInput.Names([.. originals.Select(original => original.Group)]);

        Sheet sheet = InputSheet(generator, originals, drawn, names, $"model after {loaded.Facts.Step} steps");
        string report = RecordJson.Render(
            new
            {
                model,
                step = loaded.Facts.Step,
                drawings = originals.Select((original, i) => new
                {
                    name = names[i],
                    source = original.File,
                    index = original.Index,
                    component = drawn[i].Component,
                    rows = drawn[i].Sketch.Length,
                }),
                components = generator.Components,
            });
        Write(output, sheet, report);
        host.Out.Write(json ? OutputOption.Located(report, output) : Path.Combine(output, "reconstructions.png") + "\n");
        return ExitCode.Done;
    }

    private static void Write(string output, Sheet sheet, string report) => OutputFolder.Write(output, folder =>
    {
        SampleSheets.Write(Path.Combine(folder, "reconstructions"), sheet);
        AtomicFile.WriteAllText(Path.Combine(folder, "report.json"), report);
    });

    private static GeneratedSketch[] Redraw(
        SketchGenerator generator, EncoderInput[] inputs, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", inputs.Length);
        return generator.Reconstruct(inputs, done => progress.Report(done), cancellationToken);
    }

    /// <summary>Each original as the encoder sees it, the strokes drawn from it, and the pixel decoder's picture.</summary>
    private static Sheet InputSheet(
        SketchGenerator generator, NamedInput[] originals, GeneratedSketch[] drawn, string[] names, string subtitle)
    {
        int size = generator.Pictures.Size, shown = Math.Min(originals.Length, MostShown);
        byte[][] pictures = generator.RedrawPictures([.. originals.Take(shown).Select(original => original.Input)]);
        return new Sheet
        {
            Title = "Originals and reconstructions",
            Subtitle = shown < originals.Length ? $"the first {shown} of {originals.Length} drawings, {subtitle}" : subtitle,
            Columns = 12,
            FirstRow = generator.Pictures.FirstRow,
            Rows =
            [
                new SheetRow(
                    [
                        .. Enumerable.Range(0, shown).SelectMany(i => (SheetCell[])[
                            .. SampleSheets.Pair(originals[i].Cell(size) with { Caption = names[i] }, drawn[i].Sketch),
                            SheetCell.Of(new SheetPicture(pictures[i], size, size), joined: true)]),
                    ])
                {
                    Detail = "original, strokes, pixels",
                },
            ],
        };
    }
}
