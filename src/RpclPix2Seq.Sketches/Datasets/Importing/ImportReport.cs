namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What an import read, kept and left out.</summary>
internal sealed record ImportReport
{
    /// <summary>Files that were read.</summary>
    public required long Files { get; init; }

    /// <summary>Files that were found and left out, by reason.</summary>
    public required IReadOnlyList<ImportDrop> FileDrops { get; init; }

    /// <summary>Drawings in the files that were read.</summary>
    public required long Drawings { get; init; }

    /// <summary>Of those that were neither unreadable nor filtered out, how many were simplified.</summary>
    public required long Simplified { get; init; }

    /// <summary>Sketches in the dataset.</summary>
    public required long Kept { get; init; }

    /// <summary>Drawings that were left out, by reason, the most frequent first; including duplicates and those over the limit.</summary>
    public required IReadOnlyList<ImportDrop> Drops { get; init; }

    /// <summary>What is not read of drawings that were kept: "text", "markers"; most frequent first.</summary>
    public required IReadOnlyList<ImportDrop> InPart { get; init; }

    /// <summary>Points of the drawings before simplification, of those that were neither unreadable nor filtered out.</summary>
    public required LengthTally Before { get; init; }

    /// <summary>Rows of the same drawings afterward.</summary>
    public required LengthTally After { get; init; }

    /// <summary>The categories, by name.</summary>
    public required IReadOnlyList<ImportedCategory> Categories { get; init; }

    /// <summary>Remarks on the splits.</summary>
    public required IReadOnlyList<ImportRemark> Remarks { get; init; }

    /// <summary>Some sketches of the first categories, chosen at random by their content, for a sheet.</summary>
    public required IReadOnlyList<(string Category, IReadOnlyList<Sketch> Sketches)> Examples { get; init; }

    /// <summary>The options of the import.</summary>
    public required ImportOptions Options { get; init; }
}

/// <summary>The result for one category.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">Sketches to train with.</param>
/// <param name="Valid">Sketches to validate with.</param>
/// <param name="Test">Sketches to test with.</param>
/// <param name="Duplicates">Sketches left out because the category already has the same one.</param>
/// <param name="Twins">Sketches kept, because their file puts them into a split, though the category already has the same one.</param>
/// <param name="OverLimit">Sketches left out because the category has enough.</param>
internal sealed record ImportedCategory(string Name, int Train, int Valid, int Test, int Duplicates, int Twins, int OverLimit)
{
    /// <summary>Sketches that files have in train and that were put into valid or test on request.</summary>
    public int TakenFromTrain { get; init; }

    /// <summary>Sketches that the files themselves have in valid.</summary>
    public int OwnValid { get; init; }

    /// <summary>Sketches that the files themselves have in test.</summary>
    public int OwnTest { get; init; }

    /// <summary>Where two of the twins are.</summary>
    public (string First, string Second)? Twin { get; init; }

    /// <summary>All that were kept.</summary>
    public int Kept => Train + Valid + Test;
}

/// <summary>What was left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many drawings (or files).</param>
/// <param name="Worst">The worst of them, if the reason has a measure, else the first; at most five.</param>
internal sealed record ImportDrop(string Reason, long Count, IReadOnlyList<ImportOffender> Worst)
{
    /// <summary>The number per category, by name, as far as the categories of what was left out are known.</summary>
    public IReadOnlyList<(string Category, long Count)> Categories { get; init; } = [];
}

/// <summary>A drawing or file that was left out, as an example of why.</summary>
/// <param name="File">The file's path, as it was found.</param>
/// <param name="Where">Where in it: "line 17"; empty for the file as a whole.</param>
/// <param name="Detail">What exactly was found; may be empty.</param>
/// <param name="Weight">How bad it is, for reasons that have a measure: its points or strokes, its copies; otherwise 0.</param>
internal readonly record struct ImportOffender(string File, string Where, string Detail, long Weight = 0);

/// <summary>A remark on the splits that an import made.</summary>
/// <param name="Text">A line.</param>
/// <param name="IsWarning">Whether it is unexpected.</param>
internal sealed record ImportRemark(string Text, bool IsWarning)
{
    /// <summary>
    /// Reports what was taken from the files' training sketches, where the files' own splits apply, and which splits lack sketches.
    /// </summary>
    internal static IReadOnlyList<ImportRemark> Of(IReadOnlyList<ImportedCategory> categories, ImportOptions options)
    {
        List<ImportRemark> remarks = [];
        if (categories.Sum(category => (long)category.TakenFromTrain) is > 0 and long taken)
        {
            remarks.Add(new ImportRemark(
                $"moved at random from the files' training sketches to validation and test: {taken} "
                + $"({Text(category => category.TakenFromTrain)}), seed {options.Seed}",
                IsWarning: false));
        }

        Keep("--valid", options.Valid, DatasetSplit.Valid, category => category.OwnValid);
        Keep("--test", options.Test, DatasetSplit.Test, category => category.OwnTest);
        foreach ((DatasetSplit split, string text) in EmptySplits.Of(categories.SelectMany(Counts)))
        {
            string remedy = split == DatasetSplit.Train
                ? ""
                : $"; --{split.ToString().ToLowerInvariant()} 10% takes some at random from the training sketches";
            remarks.Add(new ImportRemark(text + remedy, IsWarning: true));
        }

        return remarks;

        void Keep(string option, SplitSize size, DatasetSplit split, Func<ImportedCategory, int> own)
        {
            if (!size.IsAskedFor || categories.Sum(category => (long)own(category)) is not (> 0 and long kept))
                return;
            string purpose = EmptySplits.Purpose(split);
            remarks.Add(new ImportRemark(
                $"categories that have {purpose} sketches of their own keep them: {kept} ({Text(own)}); {option} {size} does not "
                + "apply to those categories",
                IsWarning: true));
        }

        string Text(Func<ImportedCategory, int> number) =>
            CategoryCounts.Text(categories.Select(category => (category.Name, (long)number(category))));
    }

    private static IEnumerable<(DatasetSplit Split, string Category, long Count)> Counts(ImportedCategory category) =>
    [
        (DatasetSplit.Train, category.Name, category.Train), (DatasetSplit.Valid, category.Name, category.Valid),
        (DatasetSplit.Test, category.Name, category.Test),
    ];
}
