using System.CommandLine;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Rendering;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Generation;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Formats.Npz;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl sample</c>: lets a model draw, from its mixture or after given sketches.</summary>
internal static class SampleCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL") { Description = "A model folder, or the folder of a training run." };
        Option<string> output = new("--out") { Description = "New folder for the sketches.", HelpName = "FOLDER", Required = true };
        Option<int> count = NumberOptions.Integer("--count", "How many sketches to draw; with --data, of each category.", 40, 1, 1_000_000);
        Option<string> data = new("--data") { Description = "Draw after test sketches of the CATEGORY.npz files in this folder.", HelpName = "FOLDER" };
        Option<string> input = new("--input") { Description = "Draw after all sketches of this .npz file.", HelpName = "FILE" };
        Option<int?> component = NumberOptions.Index("--component", "Draw from this component of the mixture alone.", "K");
        DrawingOptions drawing = new();
        Command command = new("sample", "Draw sketches: new ones from the mixture, or after given ones.") { model, output, count, data, input, component };
        drawing.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancel) =>
        {
            string[] sources = [.. ((string?[])[options.GetValue(data) is null ? null : "--data", options.GetValue(input) is null ? null : "--input", options.GetValue(component) is null ? null : "--component"]).OfType<string>()];
            if (sources.Length > 1)
                throw new UsageException($"expected at most one of --data, --input and --component, found {string.Join(" and ", sources)}");
            Request request = new(options.GetRequiredValue(model), options.GetRequiredValue(output), options.GetValue(count), options.GetValue(data), options.GetValue(input), options.GetValue(component));
            return Run(request, drawing.Read(options), CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancel);
        });
    }

    private static int Run(Request request, DrawingChoice drawing, bool json, CliHost host, CancellationToken cancel)
    {
        OutputFolder.RequireNew(request.Output);
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, host);
        SketchGenerator generator = new(loaded, drawing.Options(loaded));
        Original[] originals = Originals(request, loaded.Config, drawing.Seed);
        bool conditional = request.Data is not null || request.Input is not null;
        GeneratedSketch[] sketches = Generate(request, generator, originals, conditional, host, cancel);

        OutputFolder.Create(request.Output);
        SampleManifest manifest = new(
            "rpcl-pix2seq samples 1", request.Model, loaded.Facts.Step, conditional ? "conditional" : "unconditional",
            drawing.Seed, drawing.Greedy ? 0 : drawing.Temperature(loaded.Config),
            Entries(sketches, originals));
        SampleFolder.Write(request.Output, sketches, manifest, generator.Pictures);
        SampleSheets.Write(request.Output, sketches, conditional ? [.. originals.Select(o => o.Sketch)] : null, manifest, generator.Pictures.FirstRow);
        if (json)
            host.Out.Write(File.ReadAllText(Path.Combine(request.Output, "manifest.json")));
        else
            host.Out.Write(request.Output + "\n");
        return ExitCode.Done;
    }

    private static GeneratedSketch[] Generate(
        Request request, SketchGenerator generator, Original[] originals, bool conditional, CliHost host, CancellationToken cancel)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", conditional ? originals.Length : request.Count);
        return conditional
            ? generator.Reconstruct([.. originals.Select(o => o.Sketch)], done => progress.Report(done), cancel)
            : generator.FromMixture(request.Count, request.Component, done => progress.Report(done), cancel);
    }

    private static Original[] Originals(Request request, ModelConfig config, long seed)
    {
        if (request.Input is { } file)
        {
            SketchSplits splits = SketchNpz.Read(file, SplitRequirement.None);
            Sketch[] all = [.. splits.Train, .. splits.Valid, .. splits.Test];
            if (all.Length == 0)
                throw new InputException(file, "", "at least one sketch", "none");
            string name = Path.GetFileNameWithoutExtension(file);
            return [.. all.Select((sketch, i) => new Original(sketch, name, file, i))];
        }

        return request.Data is null ? [] : TestSketches(request.Data, config, request.Count, seed);
    }

    /// <summary>A seeded choice of each category's test sketches, in the order of the categories.</summary>
    private static Original[] TestSketches(string folder, ModelConfig config, int perCategory, long seed)
    {
        SketchDataset data = SketchDataset.Read(folder, config.Categories, config.NumPerCategory, config.MaxSeqLen);
        return
        [
            .. TestChoice.Choose(data, perCategory, seed).Select(s => new Original(
                s.Sketch, data.Categories[s.Category], Path.Combine(folder, data.Categories[s.Category] + ".npz"), s.Index)),
        ];
    }

    /// <summary>Names as the original's: CATEGORY_i, counted anew in each category; componentK_i for sketches without an original.</summary>
    private static SampleEntry[] Entries(GeneratedSketch[] sketches, Original[] originals)
    {
        Dictionary<string, int> counts = [];
        return [.. sketches.Select((sketch, i) => Entry(sketch, i < originals.Length ? originals[i] : null))];

        SampleEntry Entry(GeneratedSketch sketch, Original? original)
        {
            string group = original?.Category ?? $"component{sketch.Component}";
            int number = counts[group] = counts.GetValueOrDefault(group, -1) + 1;
            return new SampleEntry($"{group}_{number}", original?.Category, original?.File, original?.Index, sketch.Component, sketch.Sketch.Length);
        }
    }

    private sealed record Request(string Model, string Output, int Count, string? Data, string? Input, int? Component);

    private sealed record Original(Sketch Sketch, string Category, string File, int Index);
}
