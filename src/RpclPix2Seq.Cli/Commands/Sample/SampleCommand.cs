using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl sample</c>: lets a model draw from its mixture, from given sketches, or from given codes.</summary>
internal static class SampleCommand
{
    private const int EachByDefault = 8, SmallestPicture = 32, LargestPicture = 1024;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<int> count = NumberOptions.Integer("--count", "How many sketches to draw; with --data, of each category.", 40, 1, 1_000_000);
        Option<string> data = new("--data")
        {
            Description = "Redraw test sketches of this dataset, or folder of CATEGORY.npz files.",
            HelpName = "FOLDER",
        };
        Option<string[]> input = new("--input")
        {
            Description = $"Redraw these: {InputSources.Description}.",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<PictureMode> mode = InputSources.ModeOption();
        Option<int?> component = NumberOptions.Index("--component", "Draw only from this component of the mixture.", "K");
        Option<bool> every = new("--per-component")
        {
            Description = $"Draw --count sketches of each component, {EachByDefault} if no count is given.",
        };
        Option<string> codes = new("--codes")
        {
            Description = "Draw these codes: .npy [N, Z], or .npz as rpcl encode writes it.",
            HelpName = "FILE",
        };
        Option<SampleFile[]> only = WordOptions.Choices<SampleFile>("--only", "Write only these kinds of files, and the sheet.");
        Option<DatasetSplit> split = WordOptions.Choice(
            "--split", "The split of sketches.npz that the sketches go to; train to train another model on them.", DatasetSplit.Test);
        Option<bool> finished = new("--drop-unfinished")
        {
            Description = "Leave out sketches that reach the maximum length without an end.",
        };
        Option<int?> size = NumberOptions.Index("--size", $"Width and height of png and gif files, {SmallestPicture} to {LargestPicture}; "
            + "default: png as the model sees it, gif 256.", "PIXELS");
        SamplingVerb verb = new("samples");
        Command command = verb.Create(
            "sample", count, data, input, mode, component, every, codes, only, size, split, finished);
        return command.Runs((options, host, cancellationToken) =>
        {
            (string Name, bool IsGiven)[] given =
            [
                ("--data", options.GetValue(data) is not null),
                ("--input", options.GetValue(input) is { Length: > 0 }),
                ("--component", options.GetValue(component) is not null),
                (every.Name, options.GetValue(every)),
                ("--codes", options.GetValue(codes) is not null),
            ];
            string[] sources = [.. given.Where(source => source.IsGiven).Select(source => source.Name)];
            if (sources.Length > 1)
                throw new UsageException(
                    $"expected at most one of --data, --input, --component, --per-component and --codes, found "
                        + $"{string.Join(" and ", sources)}");
            if (CommonOptions.IsGiven(options, mode) && options.GetValue(input) is not { Length: > 0 })
                throw new UsageException($"{mode.Name}: expected --input beside it, found none");
            bool isCounted = CommonOptions.IsGiven(options, count);
            if (isCounted && (options.GetValue(input) is { Length: > 0 } || options.GetValue(codes) is not null))
                throw new UsageException($"expected at most one of --count and {sources[0]}, found both: there is one drawing of each");
            if (options.GetValue(size) is < SmallestPicture or > LargestPicture)
                throw new UsageException(
                    $"--size: expected {SmallestPicture} to {LargestPicture} pixels, found {options.GetValue(size)}; for example --size "
                        + "256");
            SampleFile[]? kinds = options.GetValue(only) is { Length: > 0 } chosen ? chosen : null;
            if (options.GetValue(size) is not null && kinds?.Any(kind => kind is SampleFile.Png or SampleFile.Gif) == false)
                throw new UsageException($"{size.Name}: expected png or gif with {only.Name}, found neither");
            if (CommonOptions.IsGiven(options, split) && kinds?.Contains(SampleFile.Npz) == false)
                throw new UsageException($"{split.Name}: expected npz with {only.Name}, found none");
            Request request = new(
                !isCounted && options.GetValue(every) ? EachByDefault : options.GetValue(count), options.GetValue(data),
                options.GetValue(input) ?? [], options.GetValue(mode),
                options.GetValue(component), options.GetValue(codes))
            {
                IsPerComponent = options.GetValue(every),
                Only = kinds,
                Size = options.GetValue(size),
                Split = options.GetValue(split),
                DropsUnfinished = options.GetValue(finished),
            };
            SamplingJob job = verb.Read(options);
            if (sources is ["--data" or "--input" or "--codes"])
                job.Drawing.WithoutMixture(sources[0]);
            return Ranks.Share(host, (ranks, here) => Run(job, request, ranks, here, cancellationToken), cancellationToken);
        });
    }

    private static int Run(SamplingJob job, Request request, ICollective ranks, CliHost host, CancellationToken cancellationToken)
    {
        using LoadedModel loaded = job.Load(host, ranks);
        SketchGenerator generator = job.Generator(loaded);
        bool conditional = request.Data is not null || request.Inputs.Length > 0;
        NamedInput[] originals = Originals(request, loaded.Config, job.Drawing.Seed, host, cancellationToken);
        ranks.RequireSame("originals", NamedInput.Extent(originals));
        GeneratedSketch[] sketches = Generate(request, generator, originals, conditional, host, cancellationToken);
        if (ranks.Rank > 0)
            return ExitCode.Done;
        int all = sketches.Length;
        if (request.DropsUnfinished)
            DropUnfinished(ref sketches, ref originals, job.Drawing.Options(loaded).MaxLength, host);
        int dropped = all - sketches.Length;
        SampleManifest manifest = job.Manifest(
            loaded, request.Codes is not null ? "codes" : conditional ? "conditional" : "unconditional", Entries(sketches, originals),
            fromMixture: request.Codes is null && !conditional) with
        {
            Settings = request.Codes is null ? null : new Dictionary<string, object> { ["codes"] = request.Codes },
            Files = request.Only,
            Size = request.Size,
            Dropped = dropped == 0 ? null : dropped,
            Split = request.Split == DatasetSplit.Test ? null : request.Split,
        };
        SheetCell[]? shown = conditional ? [.. originals.Select(o => o.Cell(generator.Pictures.Size))] : null;
        int code = job.Finish(
            sketches, manifest, SampleSheets.Contact(sketches, shown, manifest, generator.Pictures.FirstRow, loaded.Names),
            generator.Pictures, host);
        loaded.Finished?.Delete();
        return code;
    }

    private static void DropUnfinished(ref GeneratedSketch[] sketches, ref NamedInput[] originals, int maxLength, CliHost host)
    {
        GeneratedSketch[] all = sketches;
        int[] kept = [.. Enumerable.Range(0, all.Length).Where(i => all[i].Sketch.Length < maxLength)];
        if (kept.Length == 0)
        {
            throw new InputException(
                "--drop-unfinished", "", "a sketch that ends", $"{all.Length} that reach the maximum of {maxLength} rows",
                "set a higher --pen-temperature");
        }

        NamedInput[] before = originals;
        host.Say($"{all.Length - kept.Length} of {Plural.Sketches(all.Length)} reached the maximum of {maxLength} rows and were left out");
        sketches = [.. kept.Select(i => all[i])];
        originals = before.Length == 0 ? before : [.. kept.Select(i => before[i])];
    }

    private static GeneratedSketch[] Generate(
        Request request, SketchGenerator generator, NamedInput[] originals, bool conditional, CliHost host,
        CancellationToken cancellationToken)
    {
        float[]? codes = request.Codes is null ? null : SketchCodeFile.ReadMeans(request.Codes, generator.CodeSize);
        int count = conditional ? originals.Length
            : codes?.Length / generator.CodeSize ?? request.Count * (request.IsPerComponent ? generator.Components.Count : 1);
        using ProgressReport progress = new(host, "drawing", "sketches", count);
        return codes is not null ? generator.FromCodes(codes, done => progress.Report(done), cancellationToken)
            : conditional
            ? generator.Reconstruct([.. originals.Select(o => o.Input)], done => progress.Report(done), cancellationToken)
            : request.IsPerComponent
            ? generator.FromEveryComponent(request.Count, done => progress.Report(done), cancellationToken)
            : generator.FromMixture(request.Count, request.Component, done => progress.Report(done), cancellationToken);
    }

    private static NamedInput[] Originals(
        Request request, ModelConfig config, long seed, CliHost host, CancellationToken cancellationToken) =>
        request.Inputs.Length > 0 ? InputSources.Read(request.Inputs, config, request.Mode, host, cancellationToken)
        : request.Data is null ? []
        : TestSketches(request.Data, config, request.Count, seed, host);

    /// <summary>A seeded random choice of each category's test sketches, in the order of the categories.</summary>
    private static NamedInput[] TestSketches(string folder, ModelConfig config, int perCategory, long seed, CliHost host)
    {
        SketchDataset data = ModelData.ReadFor(config, folder, host);
        return
        [
            .. TestChoice.Choose(data, perCategory, seed).Select(s => NamedInput.Of(
                s.Sketch, data.Categories[s.Category], Path.Combine(folder, data.Categories[s.Category] + ".npz"), s.Index)),
        ];
    }

    /// <summary>
    /// Names like the original's: CATEGORY_i, restarting in each category; FILE_i for pictures; componentK_i for sketches without an
    /// original.
    /// </summary>
    private static SampleEntry[] Entries(GeneratedSketch[] sketches, NamedInput[] originals)
    {
        string[] names = NamedInput.Names(
            [.. sketches.Select((sketch, i) => i < originals.Length ? originals[i].Group : $"component{sketch.Component}")]);
        return [.. sketches.Select(
            (sketch, i) => i < originals.Length ? originals[i].Entry(names[i], sketch) : new SampleEntry(names[i], sketch))];
    }

    private sealed record Request(int Count, string? Data, string[] Inputs, PictureMode Mode, int? Component, string? Codes)
    {
        public bool IsPerComponent { get; init; }

        public SampleFile[]? Only { get; init; }

        public int? Size { get; init; }

        public DatasetSplit Split { get; init; }

        public bool DropsUnfinished { get; init; }
    }
}
