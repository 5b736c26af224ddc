using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>
/// <c>rpcl interpolate</c>: what lies between drawings in the latent space, on a path through them or in a grid between four.
/// </summary>
internal static class InterpolateCommand
{
    private const int Corners = 4, MostStops = 40, MostSteps = 40;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> inputs = new("INPUT")
        {
            Description = $"Where the path starts, passes through and ends, two or more: {PlaceSources.Description}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> steps = NumberOptions.Integer(
            "--steps", "Drawings per path, both ends included; with --grid, per side.", 10, 2, MostSteps);
        Option<bool> grid = new("--grid")
        {
            Description = "Fill the square between exactly four inputs: top left, top right, bottom left, bottom right.",
        };
        Option<CodePathKind> way = WordOptions.Choice(
            "--way", "Straight, turning evenly about the origin, or bent toward where the learned mixture is dense.", CodePathKind.Linear);
        PlaceOptions places = new();
        SamplingVerb verb = new("interpolation");
        Command command = verb.Create("interpolate", [inputs, steps, grid, way, .. places.All]);
        return command.Runs((options, host, cancellationToken) =>
        {
            (SamplingJob job, string[] named) = verb.Read(options, options.GetValue(inputs) ?? []);
            job.Drawing.WithoutMixture();
            if (named.Length == 0)
                throw new UsageException("INPUT: expected two drawings or more, found none; for example a.svg b.svg");
            PlaceSources sources = places.Read(options);
            sources.Check(named);
            return Run(
                job, named, sources, options.GetValue(steps), options.GetValue(grid), options.GetValue(way), host,
                cancellationToken);
        });
    }

    private static int Run(
        SamplingJob job, string[] named, PlaceSources sources, int steps, bool grid, CodePathKind way, CliHost host,
        CancellationToken cancellationToken)
    {
        using LoadedModel loaded = job.Load(host);
        SketchGenerator generator = job.Generator(loaded);
        NamedPlace[] places = sources.ReadApart(named, loaded, host, cancellationToken);
        Check(places.Length, grid);
        GeneratedSketch[] sketches = Draw(generator, [.. places.Select(place => place.Point)], steps, grid, way, host, cancellationToken);

        string[] names = NamedInput.Names([.. sketches.Select((_, i) => grid ? $"row{i / steps}" : "step")]);
        SampleManifest manifest = job.Manifest(
            loaded, "interpolation", [.. sketches.Select((sketch, i) => new SampleEntry(names[i], sketch))]) with
        {
            Settings = new Dictionary<string, object> { ["inputs"] = named, ["way"] = Word(way), ["steps"] = steps, ["grid"] = grid },
        };
        SheetCell[] ends = [.. places.Select(place => place.Cell(generator.Pictures.Size))];
        Sheet sheet = new()
        {
            Title = grid ? "Between four drawings" : "From drawing to drawing",
            Subtitle = $"{SampleSheets.Subtitle(manifest)}, {Word(way)} path",
            Columns = steps + 2,
            FirstRow = generator.Pictures.FirstRow,
            Rows = grid ? GridRows(sketches, ends, steps) : PathRows(sketches, ends, steps),
        };
        return job.Finish(sketches, manifest, sheet, generator.Pictures, host);
    }

    private static void Check(int places, bool grid)
    {
        if (grid && places != Corners)
            throw new InputException(
                "--grid", "", "exactly four inputs, one a corner", $"{places}", "leave --grid out for a path through them");
        if (places is < 2 or > MostStops)
            throw new InputException("interpolate", "", $"2 to {MostStops} inputs", $"{places}", "name one sketch of a file as FILE#INDEX");
    }

    private static GeneratedSketch[] Draw(
        SketchGenerator generator, LatentPoint[] points, int steps, bool grid, CodePathKind way, CliHost host,
        CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", grid ? steps * steps : ((points.Length - 1) * (steps - 1)) + 1);
        return grid
            ? generator.InterpolateGrid(points, steps, way, done => progress.Report(done), cancellationToken)
            : generator.Interpolate(points, steps, way, done => progress.Report(done), cancellationToken);
    }

    /// <summary>A row from each input to the next.</summary>
    private static SheetRow[] PathRows(GeneratedSketch[] sketches, SheetCell[] ends, int steps) =>
    [
        .. Enumerable.Range(0, ends.Length - 1).Select(leg => new SheetRow(
            [ends[leg], .. SampleSheets.Drawn(sketches.Skip(leg * (steps - 1)).Take(steps)), ends[leg + 1]])),
    ];

    /// <summary>The grid, with the inputs next to its corners.</summary>
    private static SheetRow[] GridRows(GeneratedSketch[] sketches, SheetCell[] ends, int steps)
    {
        SheetCell[][] rows =
        [
            .. sketches.Chunk(steps).Select(row => (SheetCell[])[SheetCell.Empty, .. SampleSheets.Drawn(row), SheetCell.Empty]),
        ];
        (rows[0][0], rows[0][^1], rows[^1][0], rows[^1][^1]) = (ends[0], ends[1], ends[2], ends[3]);
        return [.. rows.Select(row => new SheetRow(row))];
    }

    private static string Word(CodePathKind way) => way switch
    {
        CodePathKind.Spherical => "spherical",
        CodePathKind.Mixture => "mixture",
        _ => "linear",
    };
}
