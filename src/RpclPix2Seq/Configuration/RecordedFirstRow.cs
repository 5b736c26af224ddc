namespace RpclPix2Seq.Configuration;

/// <summary>
/// Compares the meaning of a dataset's first rows, as the dataset records it, with what a configuration says (defect D-22).
/// </summary>
internal static class RecordedFirstRow
{
    private const string Key = "first_row";

    /// <summary>The configuration of a new model: the data decides unless the user has set the key.</summary>
    /// <param name="resolved">What the user set.</param>
    /// <param name="recorded">What the data records; null for files that do not say.</param>
    /// <param name="folder">The data, for messages.</param>
    /// <exception cref="InputException">The user has set a different value.</exception>
    public static ModelConfig Adopt(ResolvedConfig resolved, FirstRow? recorded, string folder)
    {
        ModelConfig config = resolved.Config;
        if (recorded is not { } found || found == config.FirstRow)
            return config;
        return resolved.IsSet(Key)
            ? throw new InputException(
                Key, "", $"{Word(found)}, as {folder} records", Word(config.FirstRow), "leave it out: the data decides")
            : config with { FirstRow = found };
    }

    /// <summary>Checks that data fits an existing model.</summary>
    /// <param name="model">What it was trained on.</param>
    /// <param name="recorded">What the data records; null for files that do not say.</param>
    /// <param name="folder">The data, for messages.</param>
    /// <exception cref="InputException">It does not.</exception>
    public static void Require(FirstRow model, FirstRow? recorded, string folder)
    {
        if (recorded is { } found && found != model)
        {
            throw new InputException(
                folder, "", $"sketches whose first row is {Phrase(model)}, as the model learned them",
                $"sketches whose first row is {Phrase(found)}",
                $"import them again with --first-row {Word(model)} if that is what they are, or train a model on them");
        }
    }

    private static string Word(FirstRow row) => row == FirstRow.Ink ? "ink" : "move";

    private static string Phrase(FirstRow row) => row == FirstRow.Ink ? "ink" : "a move";
}
