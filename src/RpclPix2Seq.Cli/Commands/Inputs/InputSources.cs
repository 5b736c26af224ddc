using System.CommandLine;
using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>
/// Reads inputs for the encoder: pictures (PNG, JPEG), sketch files (.npz) and datasets, named one by one, by folder or by pattern.
/// FILE#INDEX names one sketch of a sketch file or dataset, counted from 0 over all splits, the training split first.
/// </summary>
internal static class InputSources
{
    /// <summary>What the arguments may be, for help texts.</summary>
    public const string Description =
        "pictures (.png, .jpg), sketch files (.npz), folders of them, datasets, or quoted patterns; FILE#INDEX for one sketch of a file";

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".npz"];

    /// <summary>The option that says how pictures are read.</summary>
    public static Option<PictureMode> ModeOption() => WordOptions.Choice(
        "--picture-mode", "Trace pictures and draw their lines as fine as the model knows them, or only scale the pictures.",
        PictureMode.Trace);

    /// <summary>Reads everything that the arguments name, in their order; sketches come from all splits.</summary>
    /// <param name="arguments">Files, folders and patterns, at least one.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="mode">How pictures are read.</param>
    /// <param name="host">Shows progress.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="InputException">A file is missing, empty, damaged, or neither a picture nor a sketch file, or a dataset's first
    /// rows differ from what the model learned.</exception>
    public static NamedInput[] Read(
        IReadOnlyList<string> arguments, ModelConfig config, PictureMode mode, CliHost host, CancellationToken cancellationToken)
    {
        Source[] sources = [.. arguments.SelectMany(Sources)];
        List<NamedInput> drawings = [];
        using ProgressReport? progress = sources.Length > 1 ? new(host, "reading", "files", sources.Length) : null;
        for (int i = 0; i < sources.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            drawings.AddRange(Drawings(sources[i], config, mode, cancellationToken));
            progress?.Report(i + 1);
        }

        return [.. drawings];
    }

    /// <summary>As <see cref="Read"/>, for an argument that must name exactly one drawing.</summary>
    /// <exception cref="InputException">As for <see cref="Read"/>, or there are several drawings.</exception>
    public static NamedInput ReadOne(
        string argument, ModelConfig config, PictureMode mode, CliHost host, CancellationToken cancellationToken)
    {
        NamedInput[] drawings = Read([argument], config, mode, host, cancellationToken);
        return drawings.Length == 1
            ? drawings[0]
            : throw new InputException(
                argument, "", "one drawing", $"{drawings.Length}", "name one of them, a sketch of a file as FILE#INDEX");
    }

    private static IEnumerable<NamedInput> Drawings(
        Source source, ModelConfig config, PictureMode mode, CancellationToken cancellationToken)
    {
        (string path, int? index) = source;
        if (DatasetFolder.IsAt(path))
            return Stored(source, config, cancellationToken);
        string name = Path.GetFileNameWithoutExtension(path);
        if (IsSketchFile(path))
        {
            Sketch[] all = Sketches(path, config.LargestOffset());
            return index is not { } one ? all.Select((sketch, i) => NamedInput.Of(sketch, name, path, i))
                : one < all.Length ? [NamedInput.Of(all[one], name, path, one)]
                : throw NoSuchSketch(path, one, all.Length);
        }

        return index is null
            ? [new NamedInput(EncoderInput.Of(PictureReader.Read(path, config.PictureOptions(), mode)), name, null, path, null)]
            : throw new InputException(path, "", $"a file of sketches before #{index}", "none", $"leave #{index} out if it is a picture");
    }

    // The content of a named file decides what it is. A file that begins like neither kind is read as its name says, and the error says so.
    private static bool IsSketchFile(string file) =>
        !PictureReader.IsPicture(file) && Path.GetExtension(file).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static Sketch[] Sketches(string file, float largestOffset)
    {
        SketchSplits splits = SketchNpz.Read(file, SplitRequirement.None);
        Sketch[] all =
        [
            .. splits.Train.Concat(splits.Valid).Concat(splits.Test).Select(sketch => StrokeCleaning.Clamp(sketch, largestOffset)),
        ];
        return all.Length > 0 ? all : throw new InputException(file, "", "at least one sketch", "none");
    }

    private static List<NamedInput> Stored(Source source, ModelConfig config, CancellationToken cancellationToken)
    {
        (string folder, int? index) = source;
        using DatasetFolder dataset = DatasetFolder.Open(folder);
        RecordedFirstRow.Require(config.FirstRow, dataset.Manifest.Description.FirstRow, folder);
        List<NamedInput> drawings = [];
        int counted = 0;
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            SketchContainer container = dataset.Split(split);
            for (int i = 0; i < container.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (index is { } one && counted++ != one)
                    continue;
                LabeledSketch stored = container[i];
                string category = dataset.Manifest.Description.Categories[stored.Category];
                drawings.Add(NamedInput.Of(StrokeCleaning.Clamp(stored.Sketch, config.LargestOffset()), category, container.Path, i));
            }
        }

        return drawings.Count > 0 ? drawings
            : index is { } missing && counted > 0 ? throw NoSuchSketch(folder, missing, counted)
            : throw new InputException(folder, "", "at least one sketch", "none");
    }

    private static InputException NoSuchSketch(string path, int index, int count) =>
        new(path, "", $"an index from 0 to {count - 1}", $"#{index}", $"it has {count} sketches, counted over all splits");

    private static IEnumerable<Source> Sources(string argument) => Numbered(argument) is { } one
        ? [one]
        : Files(argument).Select(path => new Source(path, null));

    // If a file's own name contains a #, the argument means that file.
    private static Source? Numbered(string argument)
    {
        int at = argument.LastIndexOf('#');
        if (at <= 0 || Path.Exists(argument))
            return null;
        (string path, string number) = (argument[..at], argument[(at + 1)..]);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? new Source(path, index)
            : Path.Exists(path) ? throw new InputException(
                argument, "", "a whole number from 0 behind #", $"'{number}'", $"for example {path}#0")
            : null;
    }

    private static string[] Files(string argument)
    {
        if (DatasetFolder.IsAt(argument))
            return [argument];
        bool several = !File.Exists(argument) && (Directory.Exists(argument) || argument.AsSpan().ContainsAny('*', '?'));
        if (!several)
            return [argument];
        string[] found = [.. SourceFinder.Find([argument]).Select(file => file.Path).Where(IsWanted)];
        return found.Length > 0 ? found : throw new InputException(argument, "", "pictures (.png, .jpg) or sketch files (.npz)", "none");
    }

    // The pictures of sketches are stored next to them.
    private static bool IsWanted(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            && !file.EndsWith("_png.npz", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file or a dataset.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Index">Which of its sketches is meant, or null for all.</param>
    private readonly record struct Source(string Path, int? Index);
}
