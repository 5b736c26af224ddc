using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Sample;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl tree</c>: the two levels of a latent hierarchy as a tree, with sketches drawn from every component.</summary>
internal static class TreeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> model = new("MODEL")
        {
            Description = "A model folder, or the folder of a training run, trained with latent_method=hierarchy.",
        };
        OutputOption output = new("tree", "New folder for tree.json, tree.svg and tree.png.");
        Option<int> count = NumberOptions.Integer("--count", "Sketches to draw from each component.", 6, 1, 20);
        Option<double> least = NumberOptions.Real(
            "--least", "Hide branches below this probability; each component keeps its best", 0.05, 0, 1);
        SamplingArguments drawing = new();
        MachineOptions machine = new();
        Command command = new("tree") { model, output.Option, count, least };
        drawing.AddTo(command);
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) => Run(
            new Request(
                options.GetRequiredValue(model), output.Read(options), options.GetValue(count), options.GetValue(least)),
            drawing.Read(options), machine.Read(options), CommonOptions.WantsJson(options), host, cancellationToken));
    }

    private static int Run(
        Request request, SamplingChoice drawing, MachineChoice machine, bool json, CliHost host, CancellationToken cancellationToken)
    {
        OutputFolder.RequireNew(request.Output);
        using LoadedModel loaded = TorchSetup.LoadModel(request.Model, machine, host);
        if (loaded.Config.LatentMethod != LatentMethod.Hierarchy)
        {
            throw new InputException(
                request.Model, "", "a model with a latent hierarchy", "a mixture of one level",
                "train one with --set latent_method=hierarchy --set num_upper=4");
        }

        HierarchyTree tree = HierarchyTree.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold);
        SketchGenerator generator = new(loaded, drawing.Options(loaded));
        Sheet sheet = Sheet(
            tree, Draw(generator, tree, request.Count, host, cancellationToken), generator, request.Least, loaded.Facts.Step);

        string numbers = RecordJson.Render(
            new { format = "rpcl-pix2seq tree 1", model = request.Model, step = loaded.Facts.Step, tree.Nodes, tree.Leaves });
        OutputFolder.Write(request.Output, folder =>
        {
            SampleSheets.Write(Path.Combine(folder, "tree"), sheet);
            AtomicFile.WriteAllText(Path.Combine(folder, "tree.json"), numbers);
        });
        host.Out.Write(json ? OutputOption.Located(numbers, request.Output) : Path.Combine(request.Output, "tree.png") + "\n");
        return ExitCode.Done;
    }

    private static GeneratedSketch[][] Draw(
        SketchGenerator generator, HierarchyTree tree, int count, CliHost host, CancellationToken cancellationToken)
    {
        using ProgressReport progress = new(host, "drawing", "sketches", (long)tree.Leaves.Count * count);
        return
        [
            .. tree.Leaves.Select(
                (leaf, i) =>
                    generator.FromMixture(count, leaf.Component, done => progress.Report(((long)i * count) + done), cancellationToken)),
        ];
    }

    private static Sheet Sheet(HierarchyTree tree, GeneratedSketch[][] sketches, SketchGenerator generator, double least, long step) =>
        new()
        {
            Title = "The hierarchy of sketch patterns",
            Subtitle = $"{tree.Nodes.Count} parents of {tree.Leaves.Count} components, model after {step} steps",
            FirstRow = generator.Pictures.FirstRow,
            Columns = sketches[0].Length,
            CellSize = 72,
            Rows =
        [
            .. tree.Leaves.Select((leaf, i) => new SheetRow([.. sketches[i].Select(s => SheetCell.Of(s.Sketch, tone: SheetTone.Pale))])
            {
                Heading = $"component {leaf.Component}",
                Detail = Percent(leaf.Weight),
            }),
        ],
            Tree = new SheetTree(
            [.. tree.Nodes.Select(node => new SheetNode($"parent {node.Parent}", Percent(node.Weight), node.Weight))],
            [.. Branches(tree, least)]),
        };

    private static IEnumerable<SheetBranch> Branches(HierarchyTree tree, double least) =>
        from node in tree.Nodes.Index()
        from leaf in tree.Leaves.Index()
        let branch = node.Item.Children.First(child => child.Component == leaf.Item.Component)
        where branch.Probability >= least || leaf.Item.Parent == node.Item.Parent
        select new SheetBranch(node.Index, leaf.Index, Math.Clamp(branch.Probability, 0, 1));

    private static string Percent(double share) => $"{100 * share:0.#} %";

    private sealed record Request(string Model, string Output, int Count, double Least);
}
