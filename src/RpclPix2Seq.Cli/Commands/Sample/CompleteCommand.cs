using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl complete</c>: completes the beginnings of sketches.</summary>
internal static class CompleteCommand
{
    private const string Likely = "likely", Partial = "partial", Whole = "whole", Mixture = "mixture";
    private const int MostColumns = 12, MostSketches = 200;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> input = new("SKETCH")
        {
            Description = "Sketches: files of drawings (.svg, .npz and all that data import reads), folders of them, datasets, or quoted "
                + "patterns; FILE#INDEX for one sketch of a file.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int?> points = NumberOptions.Index("--points", "Number of the sketch's points to keep as its beginning.", "N");
        Option<double> share = NumberOptions.Real("--share", "Share of the sketch's points that is given.", 0.5, 0.001, 1);
        Option<string> code = new("--code")
        {
            Description = $"The code that guides the completion: codes from the mixture that explain the given strokes ({Likely}), the "
                + $"code of the given part's picture ({Partial}), the code of the whole sketch's picture ({Whole}), random codes from the "
                + $"mixture ({Mixture}), or the mean of a component (component:K).",
            HelpName = $"{Likely}|{Partial}|{Whole}|{Mixture}|component:K",
            DefaultValueFactory = _ => Likely,
        };
        Option<int> count = NumberOptions.Integer("--count", "How many completions of each sketch to draw.", 10, 1, 200);
        SamplingVerb verb = new("completions");
        Command command = verb.Create("complete", input, points, share, code, count);
        return command.Runs((options, host, cancellationToken) =>
        {
            int? given = options.GetValue(points);
            if (given is not null && CommonOptions.IsGiven(options, share))
                throw new UsageException("expected at most one of --points and --share, found both");
            if (given == 0)
                throw new UsageException("--points: expected a whole number, 1 or more, found 0; for example --points 10");
            (SamplingJob job, string[] inputs) = verb.Read(options, options.GetValue(input) ?? []);
            if (inputs.Length == 0)
                throw new UsageException("SKETCH: expected at least one drawing, found none; for example cat.svg");
            Request request = new(
                inputs, given, options.GetValue(share), Checked(options.GetRequiredValue(code)),
                options.GetValue(count));
            if (job.Drawing.CodeTemperature is not null && request.Code != Mixture)
                throw new UsageException($"--code-temperature: expected --code {Mixture} beside it, found --code {request.Code}");
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
        NamedInput[] originals = Sketches(
            InputSources.Read(request.Inputs, loaded.Config, PictureMode.Trace, host, cancellationToken), host);
        Sketch[] beginnings = [.. originals.Select(one => one.Input.Sketch!.Take(GivenRows(request, one, one.Input.Sketch.Length)))];
        GeneratedSketch[][] completions = Draw(generator, request, originals, beginnings, host, cancellationToken);

        NamedInput[] sources = [.. originals.SelectMany(original => Enumerable.Repeat(original, request.Count))];
        GeneratedSketch[] all = [.. completions.SelectMany(drawn => drawn)];
        string[] names = NamedInput.Names([.. sources.Select(source => originals.Length == 1 ? "completion" : source.Group)]);
        SampleManifest manifest = job.Manifest(
            loaded, "completion", [.. all.Select((completion, i) => sources[i].Entry(names[i], completion))],
            fromMixture: request.Code == Mixture) with
        {
            Settings = new Dictionary<string, object>
            {
                ["inputs"] = request.Inputs,
                ["given_rows"] = beginnings.Select(beginning => beginning.Length).ToArray(),
                ["code"] = request.Code
            },
        };
        Sheet sheet = new()
        {
            Title = "Completions",
            Subtitle = $"{SampleSheets.Subtitle(manifest)}, code {request.Code}; black is given, blue is drawn",
            Columns = Math.Clamp(request.Count + 2, 3, MostColumns),
            FirstRow = generator.Pictures.FirstRow,
            Rows = [.. originals.Select((original, i) => Row(original, beginnings[i], completions[i]))],
        };
        return job.Finish(all, manifest, sheet, generator.Pictures, host);
    }

    /// <summary>The whole sketch, what is given of it, and its completions.</summary>
    private static SheetRow Row(NamedInput original, Sketch beginning, GeneratedSketch[] completions) => new(
        [
            SheetCell.Of(original.Input.Sketch!),
            SheetCell.Of(beginning, joined: true),
            .. SampleSheets.Drawn(completions).Select(cell => cell with { GivenRows = beginning.Length }),
        ])
    {
        Heading = Path.GetFileName(original.Label),
        Detail = $"{beginning.Length} of {original.Input.Sketch!.Length} points",
    };

    /// <summary>Those that have strokes; others are left out and counted.</summary>
    private static NamedInput[] Sketches(NamedInput[] inputs, CliHost host)
    {
        NamedInput[] sketches = [.. inputs.Where(input => input.Input.Sketch is not null)];
        if (sketches.Length > MostSketches)
            throw new InputException(
                "complete", "", $"at most {MostSketches} sketches", $"{sketches.Length}", "name fewer, a sketch of a file as FILE#INDEX");
        if (inputs.FirstOrDefault(input => input.Input.Sketch is null) is not { } picture)
            return sketches;
        if (sketches.Length == 0)
            throw new InputException(picture.File, "", "a sketch, whose strokes have an order", "a picture", "name a file of sketches");
        host.Warn($"left out: {Plural.Of(inputs.Length - sketches.Length, "picture")}, whose strokes have no order (such as "
            + $"{picture.File})");
        return sketches;
    }

    private static int GivenRows(Request request, NamedInput original, int length)
    {
        if (request.Points is not { } points)
            return Math.Clamp((int)Math.Round(request.Share * length), 1, length);
        return points <= length
            ? points
            : throw new InputException("--points", "", $"at most the {length} points of {original.Label}", $"{points}");
    }

    private static GeneratedSketch[][] Draw(
        SketchGenerator generator, Request request, NamedInput[] originals, Sketch[] beginnings, CliHost host,
        CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", request.Count * originals.Length);
        int before = 0;
        GeneratedSketch[][] completions = new GeneratedSketch[originals.Length][];
        for (int i = 0; i < originals.Length; i++, before += request.Count)
            completions[i] = Draw(generator, request, originals[i], beginnings[i], Report, cancellationToken);
        return completions;

        void Report(int done) => progress.Report(before + done);
    }

    private static GeneratedSketch[] Draw(
        SketchGenerator generator, Request request, NamedInput original, Sketch beginning, Action<int> drawn,
        CancellationToken cancellationToken)
    {
        return request.Code switch
        {
            Likely => generator.CompleteLikely(beginning, request.Count, drawn, cancellationToken),
            Mixture => generator.CompleteFromMixture(beginning, request.Count, drawn, cancellationToken),
            Whole => From(LatentPoint.Of(original.Label, original.Input)),
            Partial => From(LatentPoint.Of(
                $"the first {(beginning.Length == 1 ? "point" : $"{beginning.Length} points")} of {original.Label}",
                EncoderInput.Of(beginning))),
            _ => From(LatentPoint.OfComponent(PlaceSources.ComponentOf(request.Code)!.Value)),
        };

        GeneratedSketch[] From(LatentPoint place) =>
            generator.Complete(beginning, place, request.Count, drawn, cancellationToken);
    }

    private sealed record Request(string[] Inputs, int? Points, double Share, string Code, int Count);
}
