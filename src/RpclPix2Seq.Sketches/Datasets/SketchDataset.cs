using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq;

/// <summary>The sketches of several categories, in the order of the categories, split as their files are.</summary>
public sealed partial class SketchDataset
{
    private static readonly DatasetSplit[] Splits = Enum.GetValues<DatasetSplit>();

    /// <summary>Makes a dataset of given splits; the sketches' categories are indices into <paramref name="categories"/>.</summary>
    public SketchDataset(IReadOnlyList<string> categories, ISketchSplit train, ISketchSplit valid, ISketchSplit test)
    {
        Categories = categories;
        Train = train;
        Valid = valid;
        Test = test;
    }

    /// <summary>The names of the categories.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The sketches to train with.</summary>
    public ISketchSplit Train { get; }

    /// <summary>The sketches that decide when to stop training.</summary>
    public ISketchSplit Valid { get; }

    /// <summary>The sketches used only for evaluation.</summary>
    public ISketchSplit Test { get; }

    /// <summary>One of the three splits.</summary>
    public ISketchSplit Of(DatasetSplit split) => split switch
    {
        DatasetSplit.Train => Train,
        DatasetSplit.Valid => Valid,
        _ => Test,
    };

    /// <summary>The meaning of the first row of a sketch, if the data specify it; null for .npz files, which do not.</summary>
    public FirstRow? FirstRow { get; private init; }

    /// <summary>
    /// How many sketches of each split and category were used and left out when the data were read; empty for given sketches.
    /// </summary>
    internal IReadOnlyList<SelectionCount> Counts { get; private init; } = [];

    /// <summary>The number of rows of the longest sketch of all splits: the original's T.</summary>
    public int Longest => Math.Max(LongestOf(Train), Math.Max(LongestOf(Valid), LongestOf(Test)));

    /// <summary>
    /// Reads a dataset folder, whose sketches stay on disk, or <c>CATEGORY.npz</c> of every category from a folder of such files.
    /// </summary>
    /// <param name="folder">The dataset, or the folder of the files.</param>
    /// <param name="categories">The categories, in order.</param>
    /// <param name="perCategory">Only the first ones of each category and split, this many, are considered.</param>
    /// <param name="maxLength">Sketches with more rows are left out; −1 for no limit.</param>
    /// <param name="largestOffset">Offsets are clamped to this, in data units; by default sketches stay as drawn.</param>
    /// <exception cref="InputException">The folder or a file is missing or damaged, or nothing is left of the training split.</exception>
    public static SketchDataset Read(
        string folder, IReadOnlyList<string> categories, int perCategory, int maxLength, float largestOffset = float.PositiveInfinity)
    {
        if (!Directory.Exists(folder))
        {
            string found = File.Exists(folder) ? "a file" : "nothing";
            throw new InputException(folder, "", "a folder of CATEGORY.npz files", found, "name the folder with --data");
        }

        if (DatasetFolder.IsAt(folder))
            return ReadContainers(folder, categories, perCategory, maxLength, largestOffset);
        Dictionary<DatasetSplit, List<LabeledSketch>> chosen = Splits.ToDictionary(split => split, _ => new List<LabeledSketch>());
        SelectionTally tally = new(categories, perCategory, maxLength);
        for (int category = 0; category < categories.Count; category++)
        {
            SketchSplits splits = SketchNpz.Read(FindFile(folder, categories[category]));
            Add(DatasetSplit.Train, splits.Train, category);
            Add(DatasetSplit.Valid, splits.Valid, category);
            Add(DatasetSplit.Test, splits.Test, category);
        }

        tally.RequireTraining(folder);
        return new SketchDataset(categories, Split(DatasetSplit.Train), Split(DatasetSplit.Valid), Split(DatasetSplit.Test))
        {
            Counts = tally.ToCounts(),
        };

        MemorySplit Split(DatasetSplit split) => new([.. chosen[split]]);

        void Add(DatasetSplit split, Sketch[] sketches, int category)
        {
            for (int i = 0; i < sketches.Length; i++)
            {
                if (tally.Takes(split, category, sketches[i].Length))
                    chosen[split].Add(new LabeledSketch(StrokeCleaning.Clamp(sketches[i], largestOffset), category, i));
            }
        }
    }

    private static SketchDataset ReadContainers(
        string path, IReadOnlyList<string> categories, int perCategory, int maxLength, float largestOffset)
    {
        DatasetFolder folder = DatasetFolder.Open(path);
        string[] stored = [.. folder.Manifest.Description.Categories];
        int[] categoryOfStored = new int[stored.Length];
        Array.Fill(categoryOfStored, -1);
        for (int category = 0; category < categories.Count; category++)
        {
            int index = Array.IndexOf(stored, categories[category]);
            if (index < 0)
            {
                throw new InputException(
                    path, "", $"the sketches of category '{categories[category]}'", "none",
                    $"the dataset has {string.Join(", ", stored.Take(12))}");
            }

            categoryOfStored[index] = category;
        }

        // Counted first, so that no list has to grow: for a large dataset, that would take several times the memory of what is chosen.
        SelectionTally counted = new(categories, perCategory, maxLength), chosen = new(categories, perCategory, maxLength);
        foreach (DatasetSplit split in Splits)
            Choose(split, counted, (_, _) => { });
        counted.RequireTraining(path);
        return new SketchDataset(categories, Select(DatasetSplit.Train), Select(DatasetSplit.Valid), Select(DatasetSplit.Test))
        {
            FirstRow = folder.Manifest.Description.FirstRow,
            Counts = counted.ToCounts(),
        };

        SelectedSplit Select(DatasetSplit split)
        {
            SketchContainer container = folder.Split(split);
            int[] next = new int[categories.Count + 1];
            for (int category = 0; category < categories.Count; category++)
                next[category + 1] = next[category] + counted.Kept(split, category);
            int[] places = new int[next[^1]];
            Choose(split, chosen, (index, category) => places[next[category]++] = index);
            return new SelectedSplit(container, IsAll(places, container.Count) ? null : places, categoryOfStored, largestOffset);
        }

        void Choose(DatasetSplit split, SelectionTally tally, Action<int, int> take)
        {
            SketchContainer container = folder.Split(split);
            for (int i = 0; i < container.Count; i++)
            {
                int category = categoryOfStored[container.CategoryOf(i)];
                if (category >= 0 && tally.Takes(split, category, container.LengthOf(i)))
                    take(i, category);
            }
        }
    }

    private static bool IsAll(int[] chosen, int count)
    {
        if (chosen.Length != count)
            return false;
        for (int i = 0; i < chosen.Length; i++)
        {
            if (chosen[i] != i)
                return false;
        }

        return true;
    }

    private static int LongestOf(ISketchSplit split)
    {
        int longest = 0;
        for (int i = 0; i < split.Count; i++)
            longest = Math.Max(longest, split.LengthOf(i));
        return longest;
    }

    /// <summary>The error for a folder that has no sketches, though one in it may have some.</summary>
    internal static InputException NoSketches(string folder)
    {
        string? inside = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .FirstOrDefault(one => DatasetFolder.IsAt(one) || FilesIn(one).Length > 0);
        return new InputException(
            folder, "", "a dataset, or a folder of CATEGORY.npz files", "a folder without sketches",
            inside is null ? "rpcl data import makes a dataset" : $"name {inside}, which has some");
    }

    /// <summary>The categories of a folder's .npz files; pictures of sketches lie beside them.</summary>
    private static string[] FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.npz").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith("_png", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static string FindFile(string folder, string category)
    {
        string path = Path.Combine(folder, category + ".npz");
        if (File.Exists(path))
            return path;
        string[] usable = FilesIn(folder);
        throw usable.Length == 0 ? NoSketches(folder) : new InputException(
            path, "", $"the sketches of category '{category}'", "no such file", $"the folder has {string.Join(", ", usable.Take(12))}");
    }
}
