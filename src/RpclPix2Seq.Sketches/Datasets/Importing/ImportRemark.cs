using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What an import has to say of the splits it made.</summary>
/// <param name="Text">A line.</param>
/// <param name="IsWarning">Whether it is not what one would expect.</param>
public sealed record ImportRemark(string Text, bool IsWarning)
{
    /// <summary>Says what was taken out of the files' training sketches, where the files' own splits stand, and what splits lack sketches.</summary>
    internal static IReadOnlyList<ImportRemark> Of(IReadOnlyList<ImportedCategory> categories, ImportOptions options)
    {
        List<ImportRemark> remarks = [];
        if (categories.Sum(category => (long)category.TakenFromTrain) is > 0 and long taken)
        {
            remarks.Add(new ImportRemark(
                $"taken at random out of the training sketches of the files, to validate or test with: {taken} ({Text(category => category.TakenFromTrain)}), with the seed {options.Seed}",
                IsWarning: false));
        }

        Keep("--valid", options.Valid, DatasetSplit.Valid, category => category.OwnValid);
        Keep("--test", options.Test, DatasetSplit.Test, category => category.OwnTest);
        foreach ((DatasetSplit split, string text) in EmptySplits.Of(categories.SelectMany(Counts)))
        {
            string remedy = split == DatasetSplit.Train ? "" : $"; --{split.ToString().ToLowerInvariant()} 10% takes them at random out of those to train with";
            remarks.Add(new ImportRemark(text + remedy, IsWarning: true));
        }

        return remarks;

        void Keep(string option, SplitSize size, DatasetSplit split, Func<ImportedCategory, int> own)
        {
            if (!size.IsAskedFor || categories.Sum(category => (long)own(category)) is not (> 0 and long kept))
                return;
            string purpose = EmptySplits.Purpose(split);
            remarks.Add(new ImportRemark(
                $"the files' own {purpose} sketches decide where there are any: {kept} ({Text(own)}); {option} {size} does not apply to the training sketches beside them",
                IsWarning: true));
        }

        string Text(Func<ImportedCategory, int> number) => CategoryCounts.Text(categories.Select(category => (category.Name, (long)number(category))));
    }

    private static IEnumerable<(DatasetSplit Split, string Category, long Count)> Counts(ImportedCategory category) =>
    [
        (DatasetSplit.Train, category.Name, category.Train), (DatasetSplit.Valid, category.Name, category.Valid), (DatasetSplit.Test, category.Name, category.Test),
    ];
}
