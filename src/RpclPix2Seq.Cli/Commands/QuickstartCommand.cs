using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl quickstart</c>: the main workflow on built-in sketches, from data to a page of pictures, in minutes.</summary>
internal static class QuickstartCommand
{
    private const string DefaultFolder = "rpcl-quickstart";
    private const int TestPerCategory = 100;
    private const int ShownPerCategory = 4;
    private const int ShownPerComponent = 10;
    private const int InterpolationSteps = 9;
    private const int BestOf = 8;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string?> output = new("--out")
        {
            Description = $"New folder for everything; {DefaultFolder} if absent.",
            HelpName = "FOLDER",
        };
        Option<double> minutes = NumberOptions.Real("--minutes", "Training time in minutes.", 3, 0.05, 600);
        Option<int> sketches = NumberOptions.Integer("--sketches", "Training sketches of each category.", 1500, 10, 100_000);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of everything.", 1);
        Command command = new("quickstart")
        {
            output, minutes, sketches, seed, CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) =>
        {
            string folder = options.GetValue(output) ?? FreeFolder();
            return Run(folder, options.GetValue(minutes), options.GetValue(sketches), options.GetValue(seed), host, cancellationToken);
        });
    }

    /// <summary>A model small enough to learn something in minutes on two cores.</summary>
    public static ModelConfig Config(double minutes, long seed) => ModelConfig.Defaults with
    {
        Categories = ProceduralSketches.Categories,
        DecModel = DecoderModel.LayerNorm,
        DecRnnSize = 256,
        ZSize = 32,
        PngWidth = 32,
        BatchSize = 32,
        LearningRate = 2e-3,
        MinLearningRate = 1e-4,
        DecayRate = 0.9988,
        AdamBeta1 = 0.9,
        Temperature = 0.1,
        UseRecurrentDropout = false,
        NumMixture = 5,
        NumSub = 4,
        DeWeight = 0.1,
        LatentWeight = 1, // drawings of ten styles lose nothing by it
        KlDecay = 0.9998,
        RpclStart = 400,
        Patience = 100,
        MaxMinutes = minutes,
        Seed = seed,
    };

    private static int Run(string folder, double minutes, int perCategory, long seed, CliHost host, CancellationToken cancellationToken)
    {
        using FileClaim claim = OutputFolder.Claim(folder);
        string dataFolder = Path.Combine(folder, "data"), runFolder = Path.Combine(folder, "run");
        OutputFolder.Create(dataFolder);
        int validPerCategory = Math.Max(perCategory / 15, 5);
        host.Say($"drawing {perCategory} sketches each of {string.Join(", ", ProceduralSketches.Categories)} …");
        DataProceduralCommand.Write(dataFolder, (ulong)seed, perCategory, validPerCategory, TestPerCategory, cancellationToken);

        ModelConfig config = TorchSetup.OnThisMachine(Config(minutes, seed), new MachineChoice(), host).Validate();
        SketchDataset data = ModelData.Read(config, dataFolder, host);
        TrainingOutcome outcome = TrainCommand.Fit(config, data, runFolder, host, cancellationToken);
        if (outcome.Reason == StopReason.Interrupted)
        {
            host.Say($"interrupted; the checkpoint is in {runFolder}");
            return ExitCode.Interrupted;
        }

        host.Say("drawing the pictures …");
        string page = Path.Combine(folder, "index.html");
        using (LoadedModel loaded = ModelFolder.Load(runFolder))
        {
            QuickstartMaterial material = Gather(loaded, data, folder, RunFolder.At(runFolder), outcome, seed, cancellationToken);
            QuickstartPage.Write(page, material);
            SampleSheets.Write(Path.Combine(folder, "reconstructions"), material.Reconstructions);
            SampleSheets.Write(Path.Combine(folder, "components"), material.Components);
            if (material.BesideShipped is { } beside)
                SampleSheets.Write(Path.Combine(folder, "beside-shipped"), beside);
        }

        host.Say("the pictures are on this page:");
        host.Out.Write(Path.GetFullPath(page) + "\n");
        return ExitCode.Done;
    }

    private static QuickstartMaterial Gather(
        LoadedModel loaded, SketchDataset data, string folder, RunFolder run, TrainingOutcome outcome, long seed,
        CancellationToken cancellationToken)
    {
        SamplingOptions options = SamplingOptions.For(loaded) with { Seed = seed };
        SketchGenerator generator = new(loaded, options);
        LabeledSketch[] chosen = TestChoice.Choose(data, ShownPerCategory, seed);
        LatentPoint[] ends =
        [
            .. chosen.GroupBy(s => s.Category)
                .Select(category => LatentPoint.Of(data.Categories[category.Key], EncoderInput.Of(category.First().Sketch))),
        ];
        GeneratedSketch[][] strips =
        [
            .. Enumerable.Range(0, ends.Length - 1)
                .Select(i => generator.Interpolate([ends[i], ends[i + 1]], InterpolationSteps, cancellationToken: cancellationToken)),
        ];
        return new QuickstartMaterial
        {
            Folder = folder,
            Config = loaded.Config,
            Outcome = outcome,
            Categories = data.Categories,
            TrainingSketches = data.Train.Count,
            Parameters = loaded.ParameterCount,
            Reconstructions = ReconstructCommand.Sheet(
                generator, data, chosen, "test sketches that the model never saw", cancellationToken),
            Components = SampleSheets.ComponentSheet(
                generator.FromEveryComponent(ShownPerComponent, cancellationToken: cancellationToken), loaded.Facts.Step, loaded.Names),
            BesideShipped = ShippedModel.Find() is { } shipped
                ? BesideShipped(shipped, generator, data, chosen, seed, cancellationToken)
                : null,
            Strips = [.. strips.Select(
                (strip, i) => (data.Categories[i], data.Categories[i + 1], (IReadOnlyList<Sketch>)[.. strip.Select(s => s.Sketch)]))],
            Metrics = MetricsFile.Read(run.MetricsFile).ToLookup(line => line.Split),
        };
    }

    /// <summary>
    /// The test sketches of categories that the shipped model knows, as both models redraw them, and what it draws by itself.
    /// </summary>
    private static Sheet BesideShipped(
        string folder, SketchGenerator generator, SketchDataset data, LabeledSketch[] chosen, long seed,
        CancellationToken cancellationToken)
    {
        using LoadedModel shipped = ModelFolder.Load(folder);
        SamplingOptions options = SamplingOptions.For(shipped) with { Seed = seed };
        SketchGenerator other = new(shipped, options), careful = new(shipped, options with { BestOf = BestOf });
        FirstRow firstRow = shipped.Config.FirstRow;
        LabeledSketch[] known = [.. chosen.Where(s => shipped.Config.Categories.Contains(data.Categories[s.Category]))];
        Sketch[] originals = [.. known.Select(s => s.Sketch.Tagged(generator.Pictures.FirstRow).As(firstRow))];
        GeneratedSketch[] mine = generator.Reconstruct(originals, cancellationToken: cancellationToken);
        GeneratedSketch[] others = other.Reconstruct(originals, cancellationToken: cancellationToken);
        return new Sheet
        {
            Title = "Compared with the shipped model",
            Subtitle = $"blue: this model; yellow: the shipped model, after {shipped.Facts.Step:N0} steps on "
                + $"{shipped.Config.Categories.Count} categories of Quick, Draw!",
            Columns = 12,
            FirstRow = firstRow,
            Rows =
            [
                .. Enumerable.Range(0, known.Length).GroupBy(i => known[i].Category).Select(group => new SheetRow(
                    [.. group.SelectMany(i => (SheetCell[])[
                        .. SampleSheets.Pair(originals[i], mine[i].Sketch.As(firstRow)),
                        SheetCell.Of(others[i].Sketch, tone: SheetTone.Warm, joined: true)])])
                {
                    Heading = data.Categories[group.Key],
                    Detail = "original, this model, shipped model",
                }),
                new SheetRow([
                    .. careful.FromEveryComponent(1, cancellationToken: cancellationToken)
                        .Select(drawn => SheetCell.Of(drawn.Sketch, tone: SheetTone.Warm))])
                {
                    Heading = "the model that ships",
                    Detail = $"by itself, best of {BestOf}",
                },
            ],
        };
    }

    /// <summary>The default folder, or the first numbered one that does not exist yet.</summary>
    private static string FreeFolder() =>
        Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? DefaultFolder : $"{DefaultFolder}-{i}")
            .First(folder => !Path.Exists(folder));
}
