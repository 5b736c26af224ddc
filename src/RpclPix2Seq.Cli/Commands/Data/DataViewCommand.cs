using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data view</c>: contact sheets of a dataset or of files, as a picture or in the terminal.</summary>
internal static class DataViewCommand
{
    private const int MostCategories = 24;
    private const int Columns = 10;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("DATA")
        {
            Description = "A dataset's folder, or files, folders and patterns of drawings in any format.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> output = new("--out")
        {
            Description = "Picture to write, .png or .svg; else the sketches are drawn in the terminal.",
            HelpName = "FILE",
        };
        Option<string[]> category = new("--category")
        {
            Description = $"Category to show; may be repeated. All if absent, at most {MostCategories}.",
            HelpName = "NAME",
        };
        Option<ViewSort> sort = WordOptions.Choice("--sort", "Which to show: a random choice, the longest, or the first.", ViewSort.Random);
        Option<int> count = NumberOptions.Integer("--count", "Sketches of each category.", 20, 1, 10_000);
        SplitOption split = new("Which split to show.");
        Option<long> seed = NumberOptions.Seed("--seed", "Seed of the random choice.", 1);
        Option<FirstRow> firstRow = WordOptions.Choice(
            "--first-row", "What the first row of stroke-3 files is: a move or ink.", FirstRow.Move);
        Option<bool> force = new("--force") { Description = "Replace a picture that exists." };
        Command command = new("view", "Show sketches of a dataset or of files.") { sources, output, category, sort, count };
        split.AddTo(command);
        command.Add(seed);
        command.Add(firstRow);
        command.Add(force);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancel) =>
        {
            string? path = options.GetValue(output);
            CheckOutput(path, options.GetValue(force));
            ImportOptions reading = new() { FirstRow = options.GetValue(firstRow) };
            using OpenedDataset data = DatasetArgument.Open(options.GetRequiredValue(sources), reading, host, cancel);
            DatasetSplit? only = split.Read(options);
            Sheet sheet = Compose(
                data.Folder, options.GetValue(category) ?? [], only is { } one ? [one] : Enum.GetValues<DatasetSplit>(),
                options.GetValue(sort), options.GetValue(count), options.GetValue(seed), host);
            Write(sheet, path, host);
            return ExitCode.Done;
        });
    }

    private static void CheckOutput(string? path, bool force)
    {
        if (path is null)
            return;
        if (!IsPng(path) && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out: expected a file that ends in .png or .svg, found {path}; for example --out sheet.png");
        if (!force && File.Exists(path))
            throw new InputException(path, "", "no such file yet", "a file", "give --force to replace it");
    }

    private static Sheet Compose(
        DatasetFolder dataset, string[] names, IReadOnlyList<DatasetSplit> splits, ViewSort sort, int count, long seed, CliHost host)
    {
        ViewChoice choice = new(dataset, splits);
        int[] categories = DatasetArgument.Categories(dataset, names);
        if (names.Length == 0 && categories.Length > MostCategories)
        {
            host.Say($"showing the first {MostCategories} of {categories.Length} categories; --category names others");
            categories = categories[..MostCategories];
        }

        List<SheetRow> rows = [];
        foreach (int category in categories)
        {
            SheetCell[] cells = [.. choice.Choose(category, sort, count, seed).Select(place => Cell(dataset, place, sort))];
            if (cells.Length == 0)
                continue;
            rows.Add(new SheetRow(cells)
            {
                Heading = dataset.Manifest.Description.Categories[category],
                Detail = $"{cells.Length} of {choice.CountOf(category)}",
            });
        }

        if (rows.Count == 0)
            throw new InputException(dataset.Path, "", "sketches to show", "none in this split");
        string order = sort switch
        {
            ViewSort.Random => $"chosen at random, seed {seed}",
            ViewSort.Length => "the longest",
            _ => "the first",
        };
        return new Sheet
        {
            Title = dataset.Manifest.Description.Name,
            Subtitle = order,
            Rows = rows,
            Columns = Columns,
            FirstRow = dataset.Manifest.Description.FirstRow,
        };
    }

    private static SheetCell Cell(DatasetFolder dataset, (DatasetSplit Split, int Index) place, ViewSort sort)
    {
        Sketch sketch = dataset.Split(place.Split)[place.Index].Sketch;
        string caption = sort switch
        {
            ViewSort.Length => $"{sketch.Length} points",
            ViewSort.Index => $"{DatasetManifest.NameOf(place.Split)} {place.Index}",
            _ => "",
        };
        return SheetCell.Of(sketch, caption);
    }

    private static void Write(Sheet sheet, string? path, CliHost host)
    {
        if (path is null)
        {
            TerminalSheet.Write(sheet, host);
            return;
        }

        if (IsPng(path))
            SheetPng.Write(path, sheet);
        else
            SheetSvg.Write(path, sheet);
        host.Out.WriteLine(path);
    }

    private static bool IsPng(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
}
