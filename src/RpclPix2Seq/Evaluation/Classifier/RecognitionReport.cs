namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>Rec of the paper: how often a classifier of real sketches recognizes the category of others.</summary>
/// <param name="Accuracy">The share that is classified correctly.</param>
/// <param name="Categories">For each category of the data.</param>
/// <param name="Answers">The classifier's categories, the columns of the confusion.</param>
/// <param name="Confusion">How many sketches of each of the data's categories were classified as each of the classifier's:
/// [category][answer].</param>
internal sealed record RecognitionReport(
    Estimate Accuracy, IReadOnlyList<CategoryRecognition> Categories, IReadOnlyList<string> Answers,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <summary>Counts right answers.</summary>
    /// <param name="answers">The classifier's answer to each of at least one sketch.</param>
    /// <param name="labels">The category of each.</param>
    /// <param name="categories">The names of the categories.</param>
    /// <param name="known">The names of the classifier's categories, which include all of <paramref name="categories"/>.</param>
    /// <param name="bootstrap">How intervals are made.</param>
    public static RecognitionReport Of(
        IReadOnlyList<int> answers, IReadOnlyList<int> labels, IReadOnlyList<string> categories, IReadOnlyList<string> known,
        BootstrapOptions bootstrap)
    {
        if (answers.Count != labels.Count)
            throw new ArgumentException($"{labels.Count} labels for {answers.Count} answers", nameof(labels));
        int[][] confusion = [.. categories.Select(_ => new int[known.Count])];
        for (int i = 0; i < answers.Count; i++)
            confusion[labels[i]][answers[i]]++;
        bool[] right = [.. answers.Select((answer, i) => known[answer] == categories[labels[i]])];
        ILookup<int, bool> byCategory = Enumerable.Range(0, right.Length).ToLookup(i => labels[i], i => right[i]);
        return new RecognitionReport(
            Bootstrap.Share(right, bootstrap)!,
            [.. categories.Select(
                (name, category) =>
                    new CategoryRecognition(name, byCategory[category].Count(), Bootstrap.Share(byCategory[category], bootstrap)))],
            known, confusion);
    }
}

/// <summary>How many sketches of one category are classified correctly.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many sketches of it there are.</param>
/// <param name="Accuracy">The share; null where there is no sketch.</param>
internal sealed record CategoryRecognition(string Category, int Count, Estimate? Accuracy);
