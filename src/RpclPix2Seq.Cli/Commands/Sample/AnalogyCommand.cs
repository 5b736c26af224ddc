using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary><c>rpcl analogy</c>: A is to B as C is to what? The answer is drawn from the code C + (B − A).</summary>
internal static class AnalogyCommand
{
    private const int MostShown = 10;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string>[] inputs =
        [
            Input("A", $"{PlaceSources.Description}; for several drawings, their mean code."),
            Input("B", "What A becomes, named in the same way."),
            Input("C", "What is to change as A does when it becomes B, named in the same way."),
        ];
        Option<int> count = NumberOptions.Integer("--count", "How many answers to draw.", 10, 1, 200);
        PlaceOptions places = new();
        SamplingVerb verb = new("analogy");
        Command command = verb.Create("analogy", [.. inputs, count, .. places.All]);
        return command.Runs((options, host, cancellationToken) =>
        {
            (SamplingJob job, string[] named) = verb.Read(options, inputs.Select(input => options.GetValue(input)));
            job.Drawing.WithoutMixture();
            if (named.Length != inputs.Length)
                throw new UsageException($"A, B and C: expected three drawings or places, found {named.Length}; for example a.svg b.svg "
                    + "c.svg");
            PlaceSources sources = places.Read(options);
            sources.Check(named);
            return Run(job, named, sources, options.GetValue(count), host, cancellationToken);
        });
    }

    private static Argument<string> Input(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    private static int Run(
        SamplingJob job, string[] named, PlaceSources sources, int count, CliHost host, CancellationToken cancellationToken)
    {
        using LoadedModel loaded = job.Load(host);
        SketchGenerator generator = job.Generator(loaded);
        NamedPlace[] places = [.. named.Select(argument => sources.Read(argument, loaded, host, cancellationToken))];
        GeneratedSketch[] answers = Draw(generator, places, count, host, cancellationToken);
        GeneratedSketch[] centers = generator.At([.. places.Select(place => place.Point)], cancellationToken);

        string[] names = NamedInput.Names([.. answers.Select(_ => "answer")]);
        SampleManifest manifest = job.Manifest(
            loaded, "analogy", [.. answers.Select((answer, i) => new SampleEntry(names[i], answer))]) with
        {
            Settings = new Dictionary<string, object> { ["inputs"] = named },
        };
        Sheet sheet = new()
        {
            Title = "A is to B as C is to D",
            Subtitle = SampleSheets.Subtitle(manifest),
            Columns = MostShown,
            FirstRow = generator.Pictures.FirstRow,
            Rows =
            [
                .. places.Select((place, i) => Row("ABC"[i..(i + 1)], place, centers[i], generator.Pictures.Size)),
                new SheetRow([.. SampleSheets.Drawn(answers)]) { Heading = "D", Detail = "C + (B − A)" },
            ],
        };
        return job.Finish(answers, manifest, sheet, generator.Pictures, host);
    }

    private static GeneratedSketch[] Draw(
        SketchGenerator generator, NamedPlace[] places, int count, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", count);
        return generator.Analogy(
            places[0].Point, places[1].Point, places[2].Point, count, done => progress.Report(done), cancellationToken);
    }

    /// <summary>The drawings of a place (only the first few if there are many), and what the model draws there.</summary>
    private static SheetRow Row(string letter, NamedPlace place, GeneratedSketch center, int size) => new(
        [.. place.Drawings.Take(MostShown - 1).Select(drawing => drawing.Cell(size)), .. SampleSheets.Drawn([center])])
    {
        Heading = letter,
        Detail = place.Drawings.Length is 0 or 1
            ? Path.GetFileName(place.Point.Name)
            : $"{place.Drawings.Length} of {Path.GetFileName(place.Point.Name)}",
    };
}
