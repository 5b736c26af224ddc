using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl complete</c>: completes the beginning of a sketch.</summary>
internal static class CompleteCommand
{
    private const string Likely = "likely", Partial = "partial", Whole = "whole", Mixture = "mixture";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> input = new("SKETCH")
        {
            Description = "A sketch: FILE#INDEX, or a file with one alone.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<int?> points = NumberOptions.Index("--points", "How many of its points are given.", "N");
        Option<double> share = NumberOptions.Real("--share", "Share of its points that is given.", 0.5, 0.001, 1);
        Option<string> code = new("--code")
        {
            Description = $"What the model is to draw: codes of the mixture that explain the given strokes ({Likely}), what the picture of "
                + $"the given part looks like ({Partial}), the picture of the {Whole} sketch, any code of the {Mixture}, or the mean of "
                + "component:K.",
            HelpName = $"{Likely}|{Partial}|{Whole}|{Mixture}|component:K",
            DefaultValueFactory = _ => Likely,
        };
        Option<int> count = NumberOptions.Integer("--count", "How many completions to draw.", 10, 1, 200);
        SamplingVerb verb = new("completions");
        Command command = verb.Create("complete", "Complete the beginning of a sketch.", input, points, share, code, count);
        return command.Runs((options, host, cancellationToken) =>
        {
            int? given = options.GetValue(points);
            if (given is not null && options.GetResult(share) is { Implicit: false })
                throw new UsageException("expected at most one of --points and --share, found both");
            if (given == 0)
                throw new UsageException("--points: expected a whole number from 1, found 0; for example --points 10");
            (SamplingJob job, string[] inputs) = verb.Read(options, [options.GetValue(input)]);
            Request request = new(
                ModelArgument.Only(inputs, "SKETCH"), given, options.GetValue(share), Checked(options.GetRequiredValue(code)),
                options.GetValue(count));
            return Run(job, request, host, cancellationToken);
        });
    }

    private static string Checked(string code) => code is Likely or Partial or Whole or Mixture
        || PlaceSources.ComponentOf(code) is not null
        ? code
        : throw new UsageException(
            $"--code: expected {Likely}, {Partial}, {Whole}, {Mixture} or component:K, found {code}; for example --code {Likely}");

    private static int Run(SamplingJob job, Request request, CliHost host, CancellationToken cancellationToken)
    {
        using LoadedModel loaded = job.Load(host);
        SketchGenerator generator = job.Generator(loaded);
        NamedInput original = InputSources.ReadOne(request.Input, loaded.Config, PictureMode.Trace, host, cancellationToken);
        if (original.Input.Sketch is not { } sketch)
            throw new InputException(original.File, "", "a sketch, whose strokes have an order", "a picture", "name a file of sketches");
        Sketch beginning = sketch.Take(GivenRows(request, original, sketch.Length));
        GeneratedSketch[] completions = Draw(generator, request, original, beginning, host, cancellationToken);

        string[] names = NamedInput.Names([.. completions.Select(_ => "completion")]);
        SampleManifest manifest = job.Manifest(
            loaded, "completion", [.. completions.Select((completion, i) => original.Entry(names[i], completion))]) with
        {
            Settings = new Dictionary<string, object>
            {
                ["inputs"] = (string[])[request.Input],
                ["given_rows"] = beginning.Length,
                ["code"] = request.Code
            },
        };
        Sheet sheet = new()
        {
            Title = "Completions",
            Subtitle = $"{SampleSheets.Subtitle(manifest)}, code {request.Code}; black is given, blue is drawn",
            FirstRow = generator.Pictures.FirstRow,
            Rows =
            [
                new SheetRow([SheetCell.Of(beginning, $"{beginning.Length} of {sketch.Length} points"), SheetCell.Of(sketch, "the whole")])
                {
                    Heading = "given",
                    Detail = Path.GetFileName(original.Label),
                },
                new SheetRow([.. SampleSheets.Drawn(completions).Select(cell => cell with { GivenRows = beginning.Length })])
                {
                    Heading = "completed",
                },
            ],
        };
        return job.Finish(completions, manifest, sheet, generator.Pictures, host);
    }

    private static int GivenRows(Request request, NamedInput original, int length)
    {
        if (request.Points is not { } points)
            return Math.Clamp((int)Math.Round(request.Share * length), 1, length);
        return points <= length
            ? points
            : throw new InputException("--points", "", $"at most the {length} points of {original.Label}", $"{points}");
    }

    private static GeneratedSketch[] Draw(
        SketchGenerator generator, Request request, NamedInput original, Sketch beginning, CliHost host,
        CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", request.Count);
        return request.Code switch
        {
            Likely => generator.CompleteLikely(beginning, request.Count, done => progress.Report(done), cancellationToken),
            Mixture => generator.CompleteFromMixture(beginning, request.Count, done => progress.Report(done), cancellationToken),
            Whole => From(LatentPoint.Of(original.Label, original.Input)),
            Partial => From(LatentPoint.Of(
                $"the first {(beginning.Length == 1 ? "point" : $"{beginning.Length} points")} of {original.Label}",
                EncoderInput.Of(beginning))),
            _ => From(LatentPoint.OfComponent(PlaceSources.ComponentOf(request.Code)!.Value)),
        };

        GeneratedSketch[] From(LatentPoint place) =>
            generator.Complete(beginning, place, request.Count, done => progress.Report(done), cancellationToken);
    }

    private sealed record Request(string Input, int? Points, double Share, string Code, int Count);
}
