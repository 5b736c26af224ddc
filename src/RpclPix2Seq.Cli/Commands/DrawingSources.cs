using System.CommandLine;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Rendering;
using RpclPix2Seq.Generation;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats.Drawings;
using RpclPix2Seq.Sketches.Formats.Npz;
using RpclPix2Seq.Sketches.Importing;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Pictures;
using RpclPix2Seq.Sketches.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// Reads what an encoder can look at: pictures (PNG, JPEG), sketch files (.npz) and datasets, named one by one, by folder or by pattern.
/// </summary>
internal static class DrawingSources
{
    /// <summary>What the arguments may be, for help texts.</summary>
    public const string Description = "pictures (.png, .jpg), sketch files (.npz), folders of them, datasets, or quoted patterns";

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".npz"];

    /// <summary>The option that says how pictures are read.</summary>
    public static Option<PictureMode> ModeOption() => WordOptions.Choice(
        "--picture-mode", "Draw the lines of pictures anew, as fine as the model knows them, or scale the pictures as they are.", PictureMode.Trace);

    /// <summary>Reads everything that the arguments stand for, in their order; of sketches all splits.</summary>
    /// <param name="arguments">Files, folders and patterns, at least one.</param>
    /// <param name="pictures">The model's pictures.</param>
    /// <param name="mode">How pictures are read.</param>
    /// <param name="host">Shows progress.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <exception cref="InputException">A file is missing, neither a picture nor a file of sketches, or damaged, there is nothing in it, or a dataset's first rows are not what
    /// the model learnt.</exception>
    public static NamedDrawing[] Read(IReadOnlyList<string> arguments, RasterOptions pictures, PictureMode mode, CliHost host, CancellationToken cancel)
    {
        string[] files = [.. arguments.SelectMany(Files)];
        List<NamedDrawing> drawings = [];
        using ProgressReport? progress = files.Length > 1 ? new(host, "reading", "files", files.Length) : null;
        for (int i = 0; i < files.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            string name = Path.GetFileNameWithoutExtension(files[i]);
            if (DatasetFolder.IsAt(files[i]))
                drawings.AddRange(Stored(files[i], pictures, cancel));
            else if (IsSketchFile(files[i]))
                drawings.AddRange(Sketches(files[i]).Select((sketch, index) => NamedDrawing.Of(sketch, name, files[i], index)));
            else
                drawings.Add(new NamedDrawing(EncoderInput.Of(PictureReader.Read(files[i], pictures, mode)), name, null, files[i], null));
            progress?.Report(i + 1);
        }

        return [.. drawings];
    }

    // A file that is named decides by its content what it is; one that begins like neither is taken for what its name says, and told so.
    private static bool IsSketchFile(string file) =>
        !PictureReader.IsPicture(file) && Path.GetExtension(file).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static Sketch[] Sketches(string file)
    {
        SketchSplits splits = SketchNpz.Read(file, SplitRequirement.None);
        Sketch[] all = [.. splits.Train, .. splits.Valid, .. splits.Test];
        return all.Length > 0 ? all : throw new InputException(file, "", "at least one sketch", "none");
    }

    private static List<NamedDrawing> Stored(string folder, RasterOptions pictures, CancellationToken cancel)
    {
        using DatasetFolder dataset = DatasetFolder.Open(folder);
        RecordedFirstRow.Require(pictures.FirstRow, dataset.Manifest.Description.FirstRow, folder);
        List<NamedDrawing> drawings = [];
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            SketchContainer container = dataset.Split(split);
            for (int i = 0; i < container.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                LabelledSketch stored = container[i];
                string category = dataset.Manifest.Description.Categories[stored.Category];
                drawings.Add(NamedDrawing.Of(StrokeCleaning.Clamp(stored.Sketch), category, container.Path, i));
            }
        }

        return drawings.Count > 0 ? drawings : throw new InputException(folder, "", "at least one sketch", "none");
    }

    private static IEnumerable<string> Files(string argument)
    {
        if (DatasetFolder.IsAt(argument))
            return [argument];
        bool several = !File.Exists(argument) && (Directory.Exists(argument) || argument.AsSpan().ContainsAny('*', '?'));
        if (!several)
            return [argument];
        string[] found = [.. SourceFinder.Find([argument]).Select(file => file.Path).Where(IsWanted)];
        return found.Length > 0 ? found : throw new InputException(argument, "", "pictures (.png, .jpg) or sketch files (.npz)", "none");
    }

    // Pictures of sketches lie beside them.
    private static bool IsWanted(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !file.EndsWith("_png.npz", StringComparison.OrdinalIgnoreCase);
}
