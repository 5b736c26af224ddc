namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>How many sketches of one category and split were used and left out when a dataset was read for a model.</summary>
/// <param name="Split">The split.</param>
/// <param name="Category">The name of the category.</param>
/// <param name="Kept">How many are used.</param>
/// <param name="TooLong">How many were left out because they have more rows than requested.</param>
/// <param name="Surplus">How many were left out because the category has more sketches than requested.</param>
internal sealed record SelectionCount(DatasetSplit Split, string Category, int Kept, int TooLong, int Surplus);

/// <summary>
/// Decides which sketches are read for a model, and counts them: the only place where sketches of a dataset are left out.
/// </summary>
/// <param name="categories">The categories, in order.</param>
/// <param name="perCategory">Only this many sketches of each category and split, the first ones, are considered.</param>
/// <param name="maxLength">Of these, those with more rows are left out; −1 for no limit.</param>
internal sealed class SelectionTally(IReadOnlyList<string> categories, int perCategory, int maxLength)
{
    private static readonly DatasetSplit[] Splits = Enum.GetValues<DatasetSplit>();

    // For each split and category: kept, too long, surplus.
    private readonly int[,,] _counts = new int[Splits.Length, categories.Count, 3];

    /// <summary>Whether the next sketch of a category and split, with that many rows, is used.</summary>
    public bool Takes(DatasetSplit split, int category, int rows)
    {
        int seen = Kept(split, category) + _counts[(int)split, category, 1];
        int fate = seen >= perCategory ? 2 : maxLength >= 0 && rows > maxLength ? 1 : 0;
        _counts[(int)split, category, fate]++;
        return fate == 0;
    }

    /// <summary>How many are used.</summary>
    public int Kept(DatasetSplit split, int category) => _counts[(int)split, category, 0];

    /// <summary>Checks that there is something to train with.</summary>
    /// <param name="folder">The data, for messages.</param>
    /// <exception cref="InputException">There is no training sketch.</exception>
    public void RequireTraining(string folder)
    {
        SelectionCount[] train = [.. ToCounts().Where(count => count.Split == DatasetSplit.Train)];
        if (train.Any(count => count.Kept > 0))
            return;
        bool areLong = train.Any(count => count.TooLong > 0);
        string longer = CategoryCounts.Text(train.Select(count => (count.Category, (long)count.TooLong)));
        throw new InputException(
            folder, "split train", "at least one sketch",
            areLong ? $"none of at most {maxLength} rows; {train.Sum(count => count.TooLong)} are longer "
                + $"({longer})" : $"none of {string.Join(", ", categories)}",
            areLong ? "raise max_seq_len" : "import drawings to train with: rpcl data import puts those without a split there");
    }

    /// <summary>The counts of every split and category, train first.</summary>
    public IReadOnlyList<SelectionCount> ToCounts() =>
    [
        .. from split in Splits
           from category in Enumerable.Range(0, categories.Count)
           select new SelectionCount(
               split, categories[category], Kept(split, category), _counts[(int)split, category, 1], _counts[(int)split, category, 2]),
    ];
}
