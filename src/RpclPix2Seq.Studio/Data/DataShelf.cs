using System.Collections.Concurrent;
using System.Numerics;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Data;

/// <summary>The datasets that can be looked at and learned from: the one that was named, and those in the folder of the studio.</summary>
/// <param name="named">The dataset that was named, or null.</param>
/// <param name="folder">The folder that imports and runs are put into; it need not exist.</param>
internal sealed class DataShelf(string? named, string folder)
{
    private const int MostOnPage = 500;
    private readonly ConcurrentDictionary<string, Opened> _open = [];

    /// <summary>The folder that imports are put into.</summary>
    public string Folder => folder;

    /// <summary>All datasets, the named one first. One that cannot be read has no categories; reading it says why.</summary>
    public DataSummary[] List() => [.. Paths().Select(each => Summary(each.Name, each.Path))];

    /// <summary>The named dataset, or null.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public SketchDataset? Named() => named is null ? null : Open(named);

    /// <summary>Where a dataset is.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public string PathOf(string name) => Paths().FirstOrDefault(each => each.Name == name).Path
        ?? throw RequestException.Missing("dataset", name);

    /// <summary>Some sketches of a dataset, in its order.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="split">The split.</param>
    /// <param name="category">The category, or null for all.</param>
    /// <param name="search">Part of the categories' names, or null for all.</param>
    /// <param name="offset">How many to leave out.</param>
    /// <param name="limit">The most to give.</param>
    /// <exception cref="RequestException">There is no such dataset or category, or a number is out of range.</exception>
    public DataPage Read(string name, DatasetSplit split, string? category, string? search, int offset, int limit)
    {
        SketchDataset data = Open(PathOf(name));
        Checks.Whole(offset, 0, int.MaxValue, "offset");
        Checks.Whole(limit, 1, MostOnPage, "limit");
        if (category is not null && !data.Categories.Contains(category))
            throw RequestException.Range("category", $"one of {string.Join(", ", data.Categories)}", category);
        ISketchSplit all = data.Of(split);
        int total = 0;
        List<DataSketch> page = [];

        // The sketches of a split are in the order of their categories.
        int first = 0;
        for (int c = 0; c < data.Categories.Count; c++)
        {
            int count = CountOf(data, split, c), start = first;
            first += count;
            if (!IsWanted(data.Categories[c]))
                continue;
            for (int i = Math.Max(0, offset - total); i < count && page.Count < limit; i++)
                page.Add(new DataSketch(start + i, data.Categories[c], StrokesOf(all[start + i].Sketch, data)));
            total += count;
        }

        return new DataPage(total, [.. page]);

        bool IsWanted(string one) => (category is null || one == category)
            && (string.IsNullOrWhiteSpace(search) || one.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static SketchDataset OpenNow(string path) =>
        SketchDataset.Read(path, SketchDataset.CategoriesIn(path), int.MaxValue, maxLength: -1);

    private static int CountOf(SketchDataset data, DatasetSplit split, int category) =>
        data.Counts.Where(count => count.Split == split && count.Category == data.Categories[category]).Sum(count => count.Kept);

    private static List<Vector2[]> StrokesOf(Sketch sketch, SketchDataset data) =>
        Polylines.FromStroke3(sketch.Points, sketch.FirstRow ?? data.FirstRow ?? FirstRow.Move);

    private DataSummary Summary(string name, string path)
    {
        try
        {
            SketchDataset data = Open(path);
            return new DataSummary(
                name,
                [
                    .. data.Categories.Select((category, c) => new DataCategory(
                        category, CountOf(data, DatasetSplit.Train, c), CountOf(data, DatasetSplit.Valid, c),
                        CountOf(data, DatasetSplit.Test, c))),
                ]);
        }
        catch (InputException)
        {
            return new DataSummary(name, []);
        }
    }

    /// <summary>A dataset, opened once as long as its manifest stays the same.</summary>
    private SketchDataset Open(string path)
    {
        DateTime written = File.GetLastWriteTimeUtc(DatasetFolder.IsAt(path) ? Path.Combine(path, DatasetManifest.FileName) : path);
        Opened opened = _open.AddOrUpdate(path, Make, (each, old) => old.Written == written ? old : Make(each));
        try
        {
            return opened.Data.Value;
        }
        catch
        {
            _open.TryRemove(path, out _); // it may be put right
            throw;
        }

        Opened Make(string each) => new(written, new Lazy<SketchDataset>(() => OpenNow(each)));
    }

    private sealed record Opened(DateTime Written, Lazy<SketchDataset> Data);

    private IEnumerable<(string Name, string Path)> Paths()
    {
        string? first = named is null ? null : Path.GetFullPath(named);
        if (first is not null)
            yield return (NameOf(first), first);
        if (!Directory.Exists(folder))
            yield break;
        foreach (string path in Directory.EnumerateDirectories(Path.GetFullPath(folder)).Order(StringComparer.Ordinal))
        {
            if (DatasetFolder.IsAt(path) && path != first && (first is null || NameOf(path) != NameOf(first)))
                yield return (NameOf(path), path);
        }
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
