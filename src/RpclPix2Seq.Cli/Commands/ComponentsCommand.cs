using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// <c>rpcl components</c>: shows what the components of the latent mixture stand for: sketches that belong to them, sketches drawn from
/// them, and numbers.
/// </summary>
internal static class ComponentsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files, whose sketches are sorted. Default: that of the run.",
            HelpName = "FOLDER",
        };
        OutputOption output = new("components", "New folder for components.html, .json, .png and .svg.");
        SplitOption split = new("Which split to sort.", DatasetSplit.Test);
        Option<int?> component = NumberOptions.Index("--component", "Show only this component.", "K");
        Option<int> count = NumberOptions.Integer("--count", "Sketches to show of each component, and as many to draw from it.", 8, 1, 200);
        Option<bool> open = Browser.Option();
        SamplingArguments drawing = new();
        MachineOptions machine = new();
        Command command = new("components")
        {
            model.Argument, data, output.Option, component, count, open,
        };
        split.AddTo(command);
        drawing.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            string path = model.Read(options);
            Request request = new(
                path, ModelData.FolderFor(options.GetValue(data), path), output.Read(options), split.Read(options),
                options.GetValue(component),
                options.GetValue(count), options.GetValue(open));
            return Run(
                request, drawing.Read(options), machine.Read(options), CommonOptions.WantsJson(options), host,
                cancellationToken);
        });
    }

    private static int Run(
        Request request, SamplingChoice drawing, MachineChoice machine, bool json, CliHost host, CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(request.Output);
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, machine, host);
        if (request.Component is { } chosen)
            loaded.Model.Mixture.RequireAlive(chosen, loaded.Config.ComponentThreshold);
        NamedInput[] drawings = SplitInputs.Read(request.Data, loaded.Config, request.Split, host);
        SketchCodes codes = InputEncoder.Encode(loaded, drawings, host, cancellationToken);
        string[] categories = [.. loaded.Config.Categories.Union(drawings.Select(drawing => drawing.Category!))];
        int[] known = [.. drawings.Select(d => Array.IndexOf(categories, d.Category))];
        ComponentOverview overview = ComponentOverview.Of(
            MixtureValues.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold), codes, known, categories, request.Count);
        CodeDiagnosis? diagnosis = CodeDiagnosis.Of(codes, known, overview.Components.Count, loaded.Config.Seed);
        ComponentSummary[] shown = [.. overview.Components.Where(c => request.Component is null || c.Component == request.Component)];
        SketchGenerator generator = new(loaded, drawing.Options(loaded));
        ComponentCard[] cards = Cards(shown, drawings, generator, request.Count, host, cancellationToken);
        string split = request.Split is { } only ? $"{only.ToString().ToLowerInvariant()} sketches" : "sketches";

        ComponentsPage page = new(
            overview, diagnosis, cards, categories, split, loaded.Facts.Step, generator.Pictures.FirstRow, loaded.Names);
        string report = Report(request, loaded, overview, diagnosis, shown, drawings);
        OutputFolder.Write(request.Output, folder =>
        {
            AtomicFile.WriteAllText(Path.Combine(folder, "components.json"), report);
            SampleSheets.Write(Path.Combine(folder, "components"), page.Sheet());
            page.Write(Path.Combine(folder, "components.html"));
        });
        if (json)
            host.Out.Write(OutputOption.Located(report, request.Output));
        else
            WriteTable(shown, loaded.Names, host);
        host.Say($"{overview.Count} {split}: normalized mutual information with the categories {overview.NormalizedMutualInformation:F3}, "
            + $"purity {overview.Purity:F3}");
        if (diagnosis is not null)
        {
            host.Say($"a mixture of {diagnosis.Components} components fitted to the same codes afterward: {diagnosis.FittedNmi:F3}, purity "
                + $"{diagnosis.FittedPurity:F3}");
            host.Say($"a linear probe reads the category of {100 * diagnosis.Probe:F0} % of the codes");
        }

        Browser.Show(Path.Combine(request.Output, "components.html"), request.Opens, host);
        return ExitCode.Done;
    }

    private static ComponentCard[] Cards(
        ComponentSummary[] shown, NamedInput[] drawings, SketchGenerator generator, int count, CliHost host,
        CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", shown.Length * count);
        int size = generator.Pictures.Size;
        List<ComponentCard> cards = [];
        foreach (ComponentSummary summary in shown)
        {
            int before = cards.Count * count;
            GeneratedSketch[] drawn = generator.FromMixture(
                count, summary.Component, done => progress.Report(before + done), cancellationToken);
            cards.Add(
                new ComponentCard(
                    summary, [.. summary.Exemplars.Select(i => drawings[i].Cell(size))], [.. drawn.Select(sketch => sketch.Sketch)]));
        }

        return [.. cards];
    }

    private static string Report(
        Request request, LoadedModel loaded, ComponentOverview overview, CodeDiagnosis? diagnosis, ComponentSummary[] shown,
        NamedInput[] drawings) => RecordJson.Render(
        new
        {
            model = request.Model,
            step = loaded.Facts.Step,
            split = request.Split?.ToString().ToLowerInvariant() ?? "all",
            sketches = overview.Count,
            elsewhere = overview.Elsewhere,
            normalized_mutual_information = overview.NormalizedMutualInformation,
            purity = overview.Purity,
            linear_probe = diagnosis?.Probe,
            fitted_afterward = diagnosis is null ? null : new
            {
                components = diagnosis.Components,
                normalized_mutual_information = diagnosis.FittedNmi,
                purity = diagnosis.FittedPurity,
            },
            components = shown.Select(c => new
            {
                c.Component,
                name = loaded.Names[c.Component],
                c.Weight,
                sketches = c.Count,
                c.Share,
                c.Spread,
                c.MeanDistance,
                c.Categories,
                exemplars = c.Exemplars.Select(i => new { drawings[i].Category, input = drawings[i].Label }),
            }),
        });

    private static void WriteTable(ComponentSummary[] shown, ComponentNames names, CliHost host)
    {
        bool areNamed = shown.Any(c => names[c.Component] is not null);
        ReportTable table = new([
            new Column("component", IsRight: true), .. areNamed ? [new Column("name")] : (Column[])[],
            new Column("weight", IsRight: true), new Column("sketches", IsRight: true),
            new Column("share, %", IsRight: true), new Column("spread", IsRight: true), new Column("mean distance", IsRight: true),
            new Column("categories"),
        ]);
        foreach (ComponentSummary c in shown)
        {
            table.Add([
                $"{c.Component}", .. areNamed ? [names[c.Component] ?? ""] : (string[])[],
                $"{c.Weight:F4}", $"{c.Count}", $"{100 * c.Share:F1}", $"{c.Spread:G3}",
                c.MeanDistance is { } distance ? $"{distance:G3}" : "",
                string.Join(", ", c.Categories.Select(share => $"{share.Category} {100 * share.OfComponent:F0} %")),
            ]);
        }

        table.Write(host);
    }

    private sealed record Request(string Model, string Data, string Output, DatasetSplit? Split, int? Component, int Count, bool Opens);
}
