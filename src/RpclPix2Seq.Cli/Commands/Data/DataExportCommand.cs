using System.CommandLine;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Exporting;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data export</c>: writes a dataset, or files of any supported format, for other programs.</summary>
internal static class DataExportCommand
{
    private static readonly (string Word, ExportFormat Format)[] Formats =
        [("npz", ExportFormat.Npz), ("ndjson", ExportFormat.Ndjson), ("svg", ExportFormat.Svg), ("png-npz", ExportFormat.PngNpz)];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("DATA")
        {
            Description = "A dataset's folder, or files, folders and patterns of drawings in any format.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<ExportFormat> format = Format();
        Option<string> output = new("--out")
        {
            Description = "New folder, with a file (or folder) for each category.",
            HelpName = "FOLDER",
            Required = true,
        };
        Option<string[]> category = new("--category")
        {
            Description = "Category to write; may be repeated. All if absent.",
            HelpName = "NAME",
        };
        SplitOption split = new("Which split to write.");
        Option<SketchNpzLayout> layout = WordOptions.Choice(
            "--layout", "npz: pickled, as sketch-rnn reads it, or plain numbers.", SketchNpzLayout.Pickled);
        Option<SketchItemType> items = WordOptions.Choice(
            "--numbers", "npz: the type of numbers; automatic is int16 where they fit.", SketchItemType.Automatic);
        Option<int> size = NumberOptions.Integer(
            "--size", "png-npz: width in pixels (48 if 0); svg: width in px (256 if 0).", 0, 0, RasterOptions.MaxSize);
        Option<FirstRow> firstRow = WordOptions.Choice(
            "--first-row", "What the first row of stroke-3 files is: a move or ink.", FirstRow.Move);
        Command command = new("export", "Write a dataset for other programs.") { sources, format, output, category };
        split.AddTo(command);
        foreach (Option option in (Option[])[layout, items, size, firstRow, CommonOptions.Quiet()])
            command.Add(option);
        return command.Runs((options, host, cancellationToken) =>
        {
            string folder = options.GetRequiredValue(output);
            ExportOptions export = Check(new ExportOptions
            {
                Format = options.GetValue(format),
                Categories = options.GetValue(category) ?? [],
                Split = split.Read(options),
                Layout = options.GetValue(layout),
                ItemType = options.GetValue(items),
                Size = options.GetValue(size),
            });
            OutputFolder.RequireNew(folder);
            using OpenedDataset data = DatasetArgument.Open(
                options.GetRequiredValue(sources), new ImportOptions { FirstRow = options.GetValue(firstRow) }, host, cancellationToken);
            DatasetArgument.Categories(data.Folder, export.Categories);
            foreach (string name in Write(data, export, folder, host, cancellationToken))
                host.Out.WriteLine(Path.Combine(folder, name));
            return ExitCode.Done;
        });
    }

    private static IReadOnlyList<string> Write(
        OpenedDataset data, ExportOptions export, string folder, CliHost host, CancellationToken cancellationToken)
    {
        ProgressReport? progress = null;
        DatasetExporter exporter = new(data.Folder, export) { Progress = done => progress?.Report(done) };
        using (progress = new ProgressReport(host, "export", "sketches", exporter.Count))
        {
            return exporter.Export(folder, cancellationToken);
        }
    }

    private static ExportOptions Check(ExportOptions options)
    {
        try
        {
            return options.Validate();
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static Option<ExportFormat> Format() => new("--to")
    {
        Description = "What to write: sketch-rnn files, Quick, Draw! text, a folder of SVGs, or the original's pictures.",
        HelpName = string.Join('|', Formats.Select(format => format.Word)),
        Required = true,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            foreach ((string word, ExportFormat format) in Formats)
            {
                if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                    return format;
            }

            string words = string.Join(" or ", Formats.Select(format => format.Word));
            result.AddError($"--to: expected {words}, found {text}; for example --to npz");
            return default;
        },
    };
}
