using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl vary</c>: variations of a drawing, by drawing its code more freely and by drawing from codes around it.</summary>
internal static class VaryCommand
{
    private const int MostRows = 12;
    private static readonly double[] Temperatures = [0.1, 0.3, 0.6, 1], Spreads = [1, 2, 3, 4];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> input = new("INPUT")
        {
            Description = "A sketch (FILE#INDEX in a file of several) or a picture.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<double[]> temperatures = NumberOptions.Reals(
            "--temperatures", "Sampling temperatures for drawings from the input's own code, one row each; left out with --greedy.",
            Temperatures, 0.01, 10, MostRows);
        Option<double[]> spreads = NumberOptions.Reals(
            "--spreads", "How far around its code to draw codes, in standard deviations of the encoder's Gaussian, one row each.", Spreads,
            0, 1000, MostRows);
        Option<int> count = NumberOptions.Integer("--count", "Drawings per row.", 10, 1, 40);
        Option<PictureMode> mode = InputSources.ModeOption();
        SamplingVerb verb = new("variations");
        Command command = verb.Create("vary", input, temperatures, spreads, count, mode);
        return command.Runs((options, host, cancellationToken) =>
        {
            (SamplingJob job, string[] inputs) = verb.Read(options, [options.GetValue(input)]);
            job.Drawing.WithoutMixture();
            Request request = new(
                ModelArgument.Only(inputs, "INPUT"), options.GetValue(mode),
                job.Drawing.Temperature == 0 ? [] : NumberOptions.Given(options, temperatures) ?? Temperatures,
                NumberOptions.Given(options, spreads) ?? Spreads, options.GetValue(count));
            return Run(job, request, host, cancellationToken);
        });
    }

    private static int Run(SamplingJob job, Request request, CliHost host, CancellationToken cancellationToken)
    {
        using LoadedModel loaded = job.Load(host);
        SketchGenerator generator = job.Generator(loaded);
        NamedInput original = InputSources.ReadOne(request.Input, loaded.Config, request.Mode, host, cancellationToken);
        GeneratedSketch[][] rows = Draw(generator, NamedPlace.Of(original).Point, request, host, cancellationToken);

        string[] headings =
        [
            .. request.Temperatures.Select(temperature => $"temperature {temperature}"),
            .. request.Spreads.Select(spread => $"spread {spread}"),
        ];
        GeneratedSketch[] sketches = [.. rows.SelectMany(row => row)];
        string[] names = NamedInput.Names(
            [.. rows.SelectMany((row, i) => row.Select(_ => headings[i].Replace(" ", "", StringComparison.Ordinal)))]);
        SampleManifest manifest = job.Manifest(
            loaded, "variation", [.. sketches.Select((sketch, i) => original.Entry(names[i], sketch))]) with
        {
            Settings = new Dictionary<string, object>
            {
                ["inputs"] = (string[])[request.Input],
                ["temperatures"] = request.Temperatures,
                ["spreads"] = request.Spreads
            },
        };
        Sheet sheet = new()
        {
            Title = "Variations of a drawing",
            Subtitle = SampleSheets.Subtitle(manifest),
            Columns = request.Count,
            FirstRow = generator.Pictures.FirstRow,
            Rows =
            [
                new SheetRow([original.Cell(generator.Pictures.Size)]) { Heading = "original", Detail = Path.GetFileName(original.Label) },
                .. rows.Select((row, i) => new SheetRow([.. SampleSheets.Drawn(row)])
                {
                    Heading = headings[i],
                    Detail = i < request.Temperatures.Length ? "of its own code" : "of codes around it",
                }),
            ],
        };
        return job.Finish(sketches, manifest, sheet, generator.Pictures, host);
    }

    private static GeneratedSketch[][] Draw(
        SketchGenerator generator, LatentPoint original, Request request, CliHost host, CancellationToken cancellationToken)
    {
        int strokes = request.Temperatures.Length * request.Count;
        using ProgressReport progress = new(host, "drawing", "sketches", strokes + (request.Spreads.Length * request.Count));
        return
        [
            .. generator.VaryStrokes(original, request.Temperatures, request.Count, done => progress.Report(done), cancellationToken),
            .. generator.VaryCode(original, request.Spreads, request.Count, done => progress.Report(strokes + done), cancellationToken),
        ];
    }

    private sealed record Request(string Input, PictureMode Mode, double[] Temperatures, double[] Spreads, int Count);
}
