using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>Names sketches of data as verbs take them: FILE#INDEX, counted over all splits.</summary>
internal sealed class SketchNames
{
    private readonly string _folder;
    private readonly SketchDataset _data;
    private readonly DatasetManifest? _manifest;
    private readonly Dictionary<(DatasetSplit, string), long> _before = [];

    /// <param name="folder">The dataset, or the folder of CATEGORY.npz files.</param>
    /// <param name="data">What was read of it.</param>
    public SketchNames(string folder, SketchDataset data)
    {
        (_folder, _data) = (folder, data);
        if (!DatasetFolder.IsAt(folder))
            return;
        using DatasetFolder dataset = DatasetFolder.Open(folder);
        _manifest = dataset.Manifest;
    }

    /// <summary>The name of a sketch.</summary>
    /// <param name="split">Its split.</param>
    /// <param name="category">Its category.</param>
    /// <param name="index">Its position in its file's split.</param>
    public string Of(DatasetSplit split, string category, int index)
    {
        if (!_before.TryGetValue((split, category), out long before))
            _before.Add((split, category), before = Before(split, category));
        return $"{(_manifest is null ? Path.Combine(_folder, category + ".npz") : _folder)}#{before + index}";
    }

    /// <summary>How many sketches the earlier splits of the same file have.</summary>
    private long Before(DatasetSplit split, string category) => _manifest is { } manifest
        ? Enum.GetValues<DatasetSplit>().Where(other => other < split).Sum(other => manifest[other].Statistics.Sketches)
        : _data.Counts.Where(count => count.Category == category && count.Split < split)
            .Sum(count => (long)count.Kept + count.TooLong + count.Surplus);
}
