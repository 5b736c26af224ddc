using System.CommandLine;
using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>
/// Reads inputs for the encoder: pictures (PNG, JPEG), files of drawings in every format that an import reads, and datasets, named one by
/// one, by folder or by pattern. FILE#INDEX names one sketch of a file or dataset, counted from 0 over all splits, the training split
/// first.
/// </summary>
internal static class InputSources
{
    /// <summary>What the arguments may be, for help texts.</summary>
    public const string Description =
        "pictures (.png, .jpg), files of drawings (.svg, .npz and all that data import reads), folders of them, datasets, or quoted "
        + "patterns; FILE#INDEX for one sketch of a file";

    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg"];
    private static readonly string[] DrawingExtensions = [".svg", ".npz", ".ndjson", ".json", ".bin", ".inkml"];

    /// <summary>The option that says how pictures are read.</summary>
    public static Option<PictureMode> ModeOption() => WordOptions.Choice(
        "--picture-mode", "Trace the lines of pictures and redraw them at the width the model was trained on, or only scale the pictures.",
        PictureMode.Trace);

    /// <summary>Refuses that option where the sketches of a dataset are read, which are no pictures.</summary>
    /// <exception cref="UsageException">It is given.</exception>
    public static void RefuseMode(ParseResult options, Option<PictureMode> mode)
    {
        if (CommonOptions.IsGiven(options, mode))
            throw new UsageException($"{mode.Name}: expected pictures beside it, found sketches of a dataset");
    }

    /// <summary>Whether a name is that of a picture or of a file of drawings, whether it is there or not.</summary>
    public static bool IsNamedAsOne(string path) =>
        PictureExtensions.Concat(DrawingExtensions).Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads everything that the arguments name, in their order; sketches come from all splits.</summary>
    /// <param name="arguments">Files, folders and patterns, at least one.</param>
    /// <param name="config">The model's configuration.</param>
    /// <param name="mode">How pictures are read.</param>
    /// <param name="host">Shows progress.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="InputException">A file that is named is missing, empty, damaged, or neither a picture nor a file of drawings; none
    /// that was found in a folder can be read; or a dataset's first rows differ from what the model learned.</exception>
    public static NamedInput[] Read(
        IReadOnlyList<string> arguments, ModelConfig config, PictureMode mode, CliHost host, CancellationToken cancellationToken)
    {
        Source[] sources = [.. arguments.SelectMany(Sources)];
        List<NamedInput> drawings = [];
        List<InputException> unread = [];
        using ProgressReport? progress = sources.Length > 1 ? new(host, "reading", "files", sources.Length) : null;
        for (int i = 0; i < sources.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                drawings.AddRange(Drawings(sources[i], config, mode, cancellationToken));
            }
            catch (InputException e) when (!sources[i].IsNamed)
            {
                unread.Add(e);
            }

            progress?.Report(i + 1);
        }

        if (drawings.Count == 0 && unread.Count > 0)
            throw unread[0];
        if (unread.Count > 0)
            progress!.Warn($"left out: {unread.Count} of {sources.Length} files, which cannot be read (such as {unread[0].Message})");
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

    /// <summary>Whether a folder holds files that may be drawings or pictures, and is not a run or a model.</summary>
    public static bool HasDrawings(string folder)
    {
        try
        {
            return !File.Exists(Path.Combine(folder, ModelFolder.ConfigFile)) && Sources(folder).Any();
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static IEnumerable<NamedInput> Drawings(
        Source source, ModelConfig config, PictureMode mode, CancellationToken cancellationToken)
    {
        (string path, int? index, _) = source;
        if (DatasetFolder.IsAt(path))
            return Stored(source, config, cancellationToken);
        string name = Path.GetFileNameWithoutExtension(path);
        if (!PictureReader.IsPicture(path) && DrawingReading.FormatOf(DrawingFile.At(path)) is { } format && format is not NpzDrawings)
            return Drawn(path, index, config, DrawingFormats.IsDocument(format.Name));
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

    /// <summary>The drawings of a file, with the categories that an import would give them.</summary>
    private static NamedInput[] Drawn(string path, int? index, ModelConfig config, bool isDocument)
    {
        IReadOnlyList<(Drawing Drawing, Sketch Sketch)> read = DrawingReading.Read(DrawingFile.At(path), config.FirstRow);
        string name = Path.GetFileNameWithoutExtension(path);
        NamedInput[] all =
        [
            .. read.Select((one, i) => Named(one.Sketch, CategoryNames.Clean(one.Drawing.Category ?? ""), read.Count == 1 ? null : i)),
        ];
        return index is not { } chosen ? all : chosen < all.Length ? [all[chosen]] : throw NoSuchSketch(path, chosen, all.Length);

        NamedInput Named(Sketch sketch, string? category, int? at) => new(
            EncoderInput.Of(StrokeCleaning.Clamp(sketch, config.LargestOffset())), category ?? name,
            category ?? (isDocument ? null : name), path, at);
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
        (string folder, int? index, _) = source;
        using DatasetFolder dataset = DatasetFolder.Open(folder);
        FirstRow own = dataset.Manifest.Description.FirstRow;
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
                Sketch sketch = StrokeCleaning.Clamp(stored.Sketch.Tagged(own).As(config.FirstRow), config.LargestOffset());
                drawings.Add(NamedInput.Of(sketch, category, container.Path, i));
            }
        }

        return drawings.Count > 0 ? drawings
            : index is { } missing && counted > 0 ? throw NoSuchSketch(folder, missing, counted)
            : throw new InputException(folder, "", "at least one sketch", "none");
    }

    private static InputException NoSuchSketch(string path, int index, int count) =>
        new(path, "", $"an index from 0 to {count - 1}", $"#{index}", $"it has {Plural.Sketches(count)}, counted over all splits");

    private static IEnumerable<Source> Sources(string argument) => Numbered(argument) is { } one
        ? [one]
        : Files(argument);

    // If a file's own name contains a #, the argument means that file.
    private static Source? Numbered(string argument)
    {
        int at = argument.LastIndexOf('#');
        if (at <= 0 || Path.Exists(argument))
            return null;
        (string path, string number) = (argument[..at], argument[(at + 1)..]);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? new Source(path, index, IsNamed: true)
            : Path.Exists(path) ? throw new InputException(
                argument, "", "a whole number after #, 0 or more", $"'{number}'", $"for example {path}#0")
            : null;
    }

    private static Source[] Files(string argument)
    {
        bool several = !DatasetFolder.IsAt(argument) && !File.Exists(argument)
            && (Directory.Exists(argument) || argument.AsSpan().ContainsAny('*', '?'));
        if (!several)
            return [new Source(argument, null, IsNamed: true)];
        Source[] found =
        [
            .. SourceFinder.Find([argument]).Where(file => IsWanted(file.Path)).Select(file => new Source(file.Path, null, IsNamed: false)),
        ];
        return found.Length > 0 ? found : throw new InputException(argument, "", "pictures (.png, .jpg) or files of drawings", "none");
    }

    // The pictures of sketches are stored next to them. What else lies in a folder is not meant.
    private static bool IsWanted(string file)
    {
        if (file.EndsWith("_png.npz", StringComparison.OrdinalIgnoreCase))
            return false;
        if (PictureExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            return true;
        try
        {
            return DrawingReading.FormatOf(DrawingFile.At(file)) is not null;
        }
        catch (InputException)
        {
            return true; // reading it will say why
        }
    }

    /// <summary>A file or a dataset.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Index">Which of its sketches is meant, or null for all.</param>
    /// <param name="IsNamed">Whether it was named itself, and not found in a folder or by a pattern.</param>
    private readonly record struct Source(string Path, int? Index, bool IsNamed);
}
