using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq;

/// <content>Making datasets: of files, of sketches in memory, and built in.</content>
public sealed partial class SketchDataset
{
    // Whether what first rows mean is known of some sketches alone.
    private bool _isMixed;

    /// <summary>Opens a dataset, or a folder of CATEGORY.npz files, with all of its sketches.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">The folder or a file is missing or damaged, or there is nothing to train with.</exception>
    public static SketchDataset Load(string folder)
    {
        IReadOnlyList<string> categories = CategoriesIn(folder);
        return categories.Count > 0
            ? Read(folder, categories, int.MaxValue, -1)
            : throw new InputException(
                folder, "", "a dataset, or a folder of CATEGORY.npz files", Directory.Exists(folder) ? "another folder" : "no folder",
                "SketchDataset.Import makes a dataset");
    }

    /// <summary>
    /// Makes a dataset of files of drawings, as <c>rpcl data import</c> does: categories by folder or file name, duplicates left out,
    /// and the usual shares for validation and test.
    /// </summary>
    /// <param name="sources">Files, folders and glob patterns (*, ?, **), in any known format.</param>
    /// <param name="folder">The new dataset's folder; import-report.json in it says what was left out.</param>
    /// <param name="cancellationToken">Stops the import; nothing is left behind.</param>
    /// <exception cref="InputException">A source cannot be read, nothing is left of them, or the folder cannot be written.</exception>
    public static SketchDataset Import(IReadOnlyList<string> sources, string folder, CancellationToken cancellationToken = default)
    {
        new DatasetImporter(ImportOptions.Default).Import(sources, folder, cancellationToken);
        return Load(folder);
    }

    /// <summary>
    /// Makes a dataset of sketches in memory. If <see cref="Sketch.FirstRow"/> is set in all of them, all are converted to that of the
    /// first. If it is set in only some, training converts those to the model's setting, by which it reads the others.
    /// </summary>
    /// <param name="sketches">The sketches of each category, in this order: for training, for validation, for test.</param>
    /// <param name="valid">The share of each category for validation, 0 to below 1: those just before the ones for test.</param>
    /// <param name="test">The share for test, likewise: the last ones.</param>
    /// <exception cref="InputException">There is no category, one has no sketch to train with, or a share is out of range.</exception>
    public static SketchDataset Of(
        IReadOnlyDictionary<string, IReadOnlyList<Sketch>> sketches, double valid = 0.1, double test = 0.1)
    {
        if (!(valid >= 0 && test >= 0 && valid + test < 1))
            throw new InputException("shares", "", "valid and test of at least 0 and below 1 together", $"{valid} and {test}");
        string[] categories = [.. sketches.Keys];
        if (categories.Length == 0)
            throw new InputException("sketches", "", "at least one category", "none");
        FirstRow?[] meanings = [.. sketches.Values.SelectMany(all => all).Select(sketch => sketch.FirstRow).Distinct()];
        FirstRow? meaning = meanings.Contains(null) ? null : meanings.FirstOrDefault();
        List<LabeledSketch>[] splits = [[], [], []];
        for (int category = 0; category < categories.Length; category++)
        {
            IReadOnlyList<Sketch> all = sketches[categories[category]];
            int tested = (int)(test * all.Count), validated = (int)(valid * all.Count), trained = all.Count - tested - validated;
            if (trained == 0)
                throw new InputException("sketches", $"category {categories[category]}", "at least one to train with", $"{all.Count}");
            for (int i = 0; i < all.Count; i++)
            {
                Sketch sketch = meaning is { } same ? all[i].As(same) : all[i];
                splits[i < trained ? 0 : i < trained + validated ? 1 : 2].Add(new LabeledSketch(sketch, category, i));
            }
        }

        return new SketchDataset(
            categories, new MemorySplit([.. splits[0]]), new MemorySplit([.. splits[1]]), new MemorySplit([.. splits[2]]))
        {
            FirstRow = meaning,
            _isMixed = meaning is null && meanings.Length > 1,
        };
    }

    /// <summary>The built-in sketches: bees, buses, flowers, giraffes and pigs, each drawn in two styles.</summary>
    /// <param name="perCategory">Training sketches per category, at least 1; a tenth as many, at least 2, to validate and test.</param>
    /// <param name="seed">Seed, at least 0; the same one always gives the same sketches.</param>
    public static SketchDataset BuiltIn(int perCategory = 1000, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perCategory);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        int others = Math.Max(perCategory / 10, 2);
        SketchSplits[] drawn =
        [
            .. ProceduralSketches.Categories.Select(
                category => ProceduralSketches.Splits(category, (ulong)seed, perCategory, others, others)),
        ];
        return new SketchDataset(
            ProceduralSketches.Categories, Labeled(splits => splits.Train), Labeled(splits => splits.Valid),
            Labeled(splits => splits.Test))
        {
            FirstRow = RpclPix2Seq.FirstRow.Move,
        };

        MemorySplit Labeled(Func<SketchSplits, Sketch[]> split) => new(
            [.. drawn.SelectMany((splits, category) => split(splits).Select((sketch, i) => new LabeledSketch(sketch, category, i)))]);
    }

    /// <summary>
    /// The same drawings with first rows of that meaning; itself where they have it already, or where theirs is not known.
    /// </summary>
    internal SketchDataset As(FirstRow wanted) => _isMixed ? Each(wanted) : FirstRow is not { } own || own == wanted
        ? this
        : new SketchDataset(
            Categories,
            new ConvertedSplit(Train, own, wanted),
            new ConvertedSplit(Valid, own, wanted),
            new ConvertedSplit(Test, own, wanted))
        {
            FirstRow = wanted,
            Counts = Counts,
        };

    /// <summary>The sketches that are left where settings leave some out, as when data are read; itself where they leave out none.</summary>
    /// <param name="perCategory">Only the first ones of each category and split, this many, are considered.</param>
    /// <param name="maxLength">Sketches with more rows are left out; −1 for no limit.</param>
    /// <param name="largestOffset">Offsets are clamped to this, in data units.</param>
    /// <exception cref="InputException">Nothing is left of the training split.</exception>
    internal SketchDataset Within(int perCategory, int maxLength, float largestOffset)
    {
        bool isLarge = Array.Exists(Splits, split => Of(split).Count > perCategory);
        if (!isLarge && (maxLength < 0 || Longest <= maxLength) && float.IsPositiveInfinity(largestOffset))
            return this;
        SelectionTally tally = new(Categories, perCategory, maxLength);
        int[] same = [.. Enumerable.Range(0, Categories.Count)];
        SketchDataset within = new(
            Categories, Select(DatasetSplit.Train), Select(DatasetSplit.Valid), Select(DatasetSplit.Test))
        {
            FirstRow = FirstRow,
            Counts = tally.ToCounts(),
            _isMixed = _isMixed,
        };
        tally.RequireTraining("the data");
        return within;

        SelectedSplit Select(DatasetSplit split)
        {
            ISketchSplit all = Of(split);
            int[] chosen = [.. Enumerable.Range(0, all.Count).Where(i => tally.Takes(split, all[i].Category, all.LengthOf(i)))];
            return new SelectedSplit(all, chosen, same, largestOffset);
        }
    }

    private SketchDataset Each(FirstRow wanted)
    {
        return new SketchDataset(Categories, Split(Train), Split(Valid), Split(Test)) { Counts = Counts };

        MemorySplit Split(ISketchSplit split) => new(
            [.. Enumerable.Range(0, split.Count).Select(i => split[i] with { Sketch = split[i].Sketch.As(wanted) })]);
    }

    private sealed class ConvertedSplit(ISketchSplit split, FirstRow own, FirstRow wanted) : ISketchSplit
    {
        public int Count => split.Count;

        public LabeledSketch this[int index]
        {
            get
            {
                LabeledSketch stored = split[index];
                return stored with { Sketch = stored.Sketch.Tagged(own).As(wanted) };
            }
        }

        // What becomes of a first row that moves depends on what it is.
        public int LengthOf(int index) => wanted == RpclPix2Seq.FirstRow.Move ? split.LengthOf(index) + 1 : this[index].Sketch.Length;
    }

    /// <summary>The categories of a dataset, or of a folder of CATEGORY.npz files; none elsewhere.</summary>
    internal static IReadOnlyList<string> CategoriesIn(string folder)
    {
        if (!DatasetFolder.IsAt(folder))
            return Directory.Exists(folder) ? FilesIn(folder) : [];
        using DatasetFolder opened = DatasetFolder.Open(folder);
        return opened.Manifest.Description.Categories;
    }
}
