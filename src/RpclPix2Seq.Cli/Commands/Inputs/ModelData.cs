using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>
/// The data of a model. Every verb that reads a dataset for a model reads it here, so that all verbs leave out the same sketches and report
/// them.
/// </summary>
internal static class ModelData
{
    private const int MostNamed = 12;

    /// <summary>The message for data without a validation split.</summary>
    public const string NoValidation =
        "no validation sketches: training keeps its last model, without a best one or early stopping; rpcl data import --valid 10% "
        + "makes a validation split";

    /// <summary>
    /// Reads a dataset, or a folder of CATEGORY.npz files, as a configuration specifies, and warns about what is left out and about splits
    /// without sketches.
    /// </summary>
    /// <param name="config">Which sketches, and whether they are clamped.</param>
    /// <param name="folder">The dataset, or the folder of the files.</param>
    /// <param name="host">Where warnings go.</param>
    /// <param name="categories">Categories to use instead of the configuration's.</param>
    /// <exception cref="InputException">The data are missing or damaged, or nothing is left to train with.</exception>
    public static SketchDataset Read(ModelConfig config, string folder, CliHost host, IReadOnlyList<string>? categories = null)
    {
        if (RunFolder.HasBegun(folder))
        {
            string remedy = RunData.Find(folder) is { } run ? $"it learned from {run.Path}" : "name the folder of its sketches";
            throw new InputException(folder, "", "a dataset, or a folder of CATEGORY.npz files", "the folder of a run", remedy);
        }

        SketchDataset data = SketchDataset.Read(
            folder, categories ?? config.Categories, config.NumPerCategory, config.MaxSeqLen, config.LargestOffset());
        Warn(data, count => count.TooLong, $"longer than max_seq_len={config.MaxSeqLen}", host);
        Warn(data, count => count.Surplus, $"beyond num_per_category={config.NumPerCategory}", host);
        foreach ((_, string text) in EmptySplits.Of(data.Counts.Select(count => (count.Split, count.Category, (long)count.Kept))))
            host.Warn($"{folder}: {text}");
        return data;
    }

    /// <summary>
    /// Reads data to look at with a model, which may be others than it learned from: of the model's categories those that the data have, or
    /// all of the data's if it knows none of them, and with the first rows that it knows.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static SketchDataset ReadFor(ModelConfig config, string folder, CliHost host)
    {
        IReadOnlyList<string> stored = SketchDataset.CategoriesIn(folder);
        string[] shared = [.. config.Categories.Where(stored.Contains)], unused = [.. stored.Except(config.Categories)];
        if (shared.Length > 0 && shared.Length < config.Categories.Count && unused.Length > 0)
            host.Say($"left out: {Plural.Names(unused, MostNamed)}, which the model does not know");
        else if (shared.Length == 0 && stored.Count > 0)
            host.Warn($"the model knows none of these categories: {Plural.Names(stored, MostNamed)}");
        return Read(config, folder, host, shared.Length > 0 ? shared : stored.Count > 0 ? stored : null).As(config.FirstRow);
    }

    /// <summary>The data to use with a model: those that are named, or those that its run remembers.</summary>
    /// <param name="named">The dataset that is named, or null.</param>
    /// <param name="model">The model or run, or null for a new one.</param>
    /// <exception cref="UsageException">None are named, and the model remembers none.</exception>
    /// <exception cref="InputException">Those that it remembers are gone.</exception>
    public static string FolderFor(string? named, string? model)
    {
        if (named is not null)
            return named;
        if ((model is null ? null : RunData.Find(model)) is not { } run)
            throw new UsageException("--data: expected the folder of the sketches, found none; for example --data data");
        return Path.Exists(run.Path)
            ? run.Path
            : throw new InputException(model!, "", $"the data it was trained on, in {run.Path}", "nothing there", "name them with --data");
    }

    /// <summary>
    /// The categories that a verb that makes a model should learn: those that are set, or all of the data, which is said.
    /// </summary>
    public static IReadOnlyList<string> CategoriesFor(ResolvedConfig resolved, string folder, CliHost host)
    {
        IReadOnlyList<string> all = resolved.IsSet("categories") ? [] : SketchDataset.CategoriesIn(folder);
        if (all.Count == 0)
            return resolved.Config.Categories;
        host.Say($"{(all.Count == 1 ? "the only category" : $"all {all.Count} categories")}: {Plural.Names(all, MostNamed)}");
        return all;
    }

    private static void Warn(SketchDataset data, Func<SelectionCount, int> number, string reason, CliHost host)
    {
        long all = data.Counts.Sum(count => (long)number(count));
        if (all == 0)
            return;
        string categories = CategoryCounts.Text(
            data.Categories.Select(name => (name, data.Counts.Where(count => count.Category == name).Sum(count => (long)number(count)))));
        string splits = string.Join(
            ", ", data.Counts.GroupBy(count => count.Split).Select(split => (split.Key, Count: split.Sum(count => (long)number(count))))
                .Where(split => split.Count > 0).Select(split => $"{split.Count} {EmptySplits.Purpose(split.Key)}"));
        host.Warn($"left out: {all} {(all == 1 ? "sketch" : "sketches")} {reason} ({categories}); {splits}");
    }
}
