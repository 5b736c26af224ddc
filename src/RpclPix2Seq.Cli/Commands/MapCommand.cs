using System.CommandLine;
using System.Globalization;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Evaluation.Umap;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl map</c>: the codes of drawings on a plane, as pictures and as an interactive page.</summary>
internal static class MapCommand
{
    private const int MostDrawings = 20_000;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Argument<string[]> inputs = new("INPUT")
        {
            Description = $"What to show: {InputSources.Description}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files, to show instead. Default: that of the run.",
            HelpName = "FOLDER",
        };
        OutputOption output = new("map", "New folder for map.html, map.json, and map-METHOD.png and .svg.");
        SplitOption split = new("Which split of the data to show.", DatasetSplit.Test);
        Option<MapMethod> method = WordOptions.Choice("--method", "Projection: principal components, UMAP, or both.", MapMethod.Pca);
        Option<MapColor> color = WordOptions.Choice("--color", "What the colors stand for; the page can show both.", MapColor.Component);
        Option<int> most = NumberOptions.Integer("--most", "Maximum drawings, chosen at random.", 5000, 1, MostDrawings);
        Option<int> neighbors = NumberOptions.Integer("--neighbors", "UMAP: n_neighbors.", 15, 2, 200);
        Option<double> minimum = NumberOptions.Real("--min-dist", "UMAP: min_dist", 0.1, 0, 1);
        Option<int> epochs = NumberOptions.Integer("--epochs", "UMAP: n_epochs; 0 chooses by the number of drawings.", 0, 0, 100_000);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of the choice and of UMAP.", 1);
        Option<PictureMode> mode = InputSources.ModeOption();
        Option<bool> open = Browser.Option();
        MachineOptions machine = new();
        Command command = new("map")
        {
            model.Argument, inputs, data, output.Option, method, color, most, neighbors, minimum, epochs, seed, mode, open,
        };
        split.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            (string path, string[] named) = model.Read(options, options.GetValue(inputs) ?? []);
            string? folder = named.Length == 0 ? ModelData.FolderFor(options.GetValue(data), path) : options.GetValue(data);
            if (named.Length > 0 && folder is not null)
                throw new UsageException($"expected either --data or pictures and sketch files, found --data and {named[0]}");
            if (named.Length > 0 && split.IsGiven(options))
                throw new UsageException(
                    $"--split: expected no pictures or sketch files beside it, found {named[0]}; all of them are shown");
            if (options.GetValue(method) == MapMethod.Pca
                && new Option[] { neighbors, minimum, epochs }.FirstOrDefault(own => CommonOptions.IsGiven(options, own)) is { } unused)
                throw new UsageException($"{unused.Name}: expected --method umap or both beside it, found pca");
            if (named.Length == 0)
                InputSources.RefuseMode(options, mode);
            UmapOptions umap = new()
            {
                Neighbors = options.GetValue(neighbors),
                MinimumDistance = options.GetValue(minimum),
                Epochs = options.GetValue(epochs),
                Seed = options.GetValue(seed),
            };
            Request request = new(
                path, named, folder, split.Read(options), output.Read(options),
                options.GetValue(method), options.GetValue(color),
                options.GetValue(most), umap, options.GetValue(mode), options.GetValue(open));
            return Run(request, machine.Read(options), CommonOptions.WantsJson(options), host, cancellationToken);
        });
    }

    private static int Run(Request request, MachineChoice machine, bool json, CliHost host, CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(request.Output);
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, machine, host);
        RasterOptions pictures = loaded.Config.PictureOptions();
        NamedInput[] all = request.Data is { } folder
            ? SplitInputs.Read(folder, loaded.Config, request.Split, host)
            : InputSources.Read(request.Inputs, loaded.Config, request.Mode, host, cancellationToken);
        NamedInput[] drawings = Choose(all, request.Most, request.Umap.Seed);
        SketchCodes codes = InputEncoder.Encode(loaded, drawings, host, cancellationToken);
        MixtureValues mixture = MixtureValues.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold);
        MapMaterial material = new(
            NamedInput.Names([.. drawings.Select(drawing => drawing.Group)]), [.. drawings.Select(drawing => drawing.Cell(pictures.Size))],
            Projections(request, codes, mixture, host, cancellationToken),
            Colorings(request.Color, drawings, codes, mixture, loaded.Config.Categories), pictures.FirstRow);
        string what = $"{(drawings.Length < all.Length ? $"{drawings.Length} of {all.Length} drawings" : $"{all.Length} drawings")}, model "
            + $"after {loaded.Facts.Step} steps";

        string report = Report(request, loaded, drawings, codes, material);
        OutputFolder.Write(request.Output, made =>
        {
            foreach (MapProjection projection in material.Projections)
            {
                SketchMap picture = material.Picture(projection, what);
                MapPng.Write(Path.Combine(made, $"map-{projection.Name}.png"), picture);
                MapSvg.Write(Path.Combine(made, $"map-{projection.Name}.svg"), picture);
            }

            AtomicFile.WriteAllText(Path.Combine(made, "map.json"), report);
            new ReportPage("Map of the codes")
            {
                Lead = $"{what}. A dot is a drawing, at the place that its code has.",
                Footer = "Made by rpcl map.",
            }
                .Add(new MapSection(material)).Write(Path.Combine(made, "map.html"));
        });
        host.Out.Write(json ? OutputOption.Located(report, request.Output) : Path.Combine(request.Output, "map.html") + "\n");
        Browser.Show(Path.Combine(request.Output, "map.html"), request.Opens, host);
        return ExitCode.Done;
    }

    /// <summary>A seeded random choice, in the original order.</summary>
    private static NamedInput[] Choose(NamedInput[] drawings, int most, long seed)
    {
        if (drawings.Length <= most)
            return drawings;
        int[] order = [.. Enumerable.Range(0, drawings.Length)];
        CounterRandom random = new(RandomPurpose.Shown, seed);
        random.Shuffle<int>(order);
        return [.. order.Take(most).Order().Select(i => drawings[i])];
    }

    private static MapProjection[] Projections(
        Request request, SketchCodes codes, MixtureValues mixture, CliHost host, CancellationToken cancellationToken)
    {
        List<MapProjection> projections = [];
        if (request.Method != MapMethod.Umap)
            projections.Add(ByVariance(codes, mixture));
        if (request.Method != MapMethod.Pca)
            projections.Add(ByNeighbors(codes, request.Umap, host, cancellationToken));
        return [.. projections];
    }

    private static MapProjection ByVariance(SketchCodes codes, MixtureValues mixture)
    {
        PrincipalComponents plane = PrincipalComponents.Of(codes.Mean, codes.CodeSize, 2);
        string note = string.Create(
            CultureInfo.InvariantCulture, $"to the right {100 * plane.Share(0):F0} % of the variance, upward {100 * plane.Share(1):F0} %; "
                + $"ellipses: the components at two standard deviations");
        return new MapProjection("pca", "Principal components", note, plane.Project(codes.Mean), [.. mixture.Alive.Select(Ellipse)]);

        MapEllipse Ellipse(int k)
        {
            double[] mean = plane.Project(mixture.MeanOf(k));
            (double xx, double xy, double yy) = plane.ProjectVariance(mixture.VarianceOf(k));
            return new MapEllipse($"{k}", mean[0], mean[1], xx, xy, yy, k);
        }
    }

    private static MapProjection ByNeighbors(SketchCodes codes, UmapOptions options, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "laying out", "passes", UmapEmbedding.Epochs(options, codes.Count));
        double[] places = UmapEmbedding.Of(codes.Mean, codes.CodeSize, options, done => progress.Report(done), cancellationToken);
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Neighbors} neighbors, minimum distance {options.MinimumDistance}; near means alike, far apart means little");
        return new MapProjection("umap", "UMAP", note, places, []);
    }

    /// <summary>
    /// By component, heaviest first, then those that do not count as alive; and by category, those of the model first. The requested
    /// coloring comes first.
    /// </summary>
    private static MapColoring[] Colorings(
        MapColor first, NamedInput[] drawings, SketchCodes codes, MixtureValues mixture, IReadOnlyList<string> known)
    {
        int[] members = [.. codes.Component.Select(k => (int)k)];
        int[] components = [.. mixture.Alive.Concat(members.Order()).Distinct()];
        string[] kinds = [.. drawings.Select(drawing => drawing.Category ?? "pictures")];
        string[] categories = [.. known.Where(kinds.Contains).Concat(kinds).Distinct()];
        MapColoring[] both =
        [
            new(MapColor.Component, [.. components.Select(k => new MapGroup($"component {k}", k))],
                [.. members.Select(k => Array.IndexOf(components, k))]),
            new(MapColor.Category, [.. categories.Select((category, i) => new MapGroup(category, i))],
                [.. kinds.Select(kind => Array.IndexOf(categories, kind))]),
        ];
        return [.. both.OrderBy(coloring => coloring.Color != first)];
    }

    private static string Report(
        Request request, LoadedModel loaded, NamedInput[] drawings, SketchCodes codes, MapMaterial material) => RecordJson.Render(
        new
        {
            model = request.Model,
            step = loaded.Facts.Step,
            seed = request.Umap.Seed,
            methods = material.Projections.ToDictionary(projection => projection.Name, projection => projection.Note),
            drawings = drawings.Select((drawing, i) => new
            {
                name = material.Names[i],
                drawing.Category,
                input = drawing.Label,
                component = codes.Component[i],
                places = material.Projections.ToDictionary(
                    projection => projection.Name, projection => (double[])[projection.Places[2 * i], projection.Places[(2 * i) + 1]]),
            }),
        });

    private sealed record Request(
        string Model, string[] Inputs, string? Data, DatasetSplit? Split, string Output, MapMethod Method, MapColor Color, int Most,
        UmapOptions Umap, PictureMode Mode, bool Opens);
}

/// <summary>How codes are laid out on a plane.</summary>
internal enum MapMethod
{
    /// <summary>The two directions in which they vary most.</summary>
    Pca,

    /// <summary>Neighbors stay neighbors.</summary>
    Umap,

    /// <summary>One after the other.</summary>
    Both,
}
