namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What became of one category.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Train">Sketches to train with.</param>
/// <param name="Valid">Sketches to validate with.</param>
/// <param name="Test">Sketches to test with.</param>
/// <param name="Duplicates">Sketches left out because the category has the same one already.</param>
/// <param name="Twins">Sketches kept, because their file puts them into a split, though the category has the same one already.</param>
/// <param name="OverLimit">Sketches left out because the category has enough.</param>
public sealed record ImportedCategory(string Name, int Train, int Valid, int Test, int Duplicates, int Twins, int OverLimit)
{
    /// <summary>Sketches that files have in train and that were put into valid or test, because that was asked for.</summary>
    public int TakenFromTrain { get; init; }

    /// <summary>Sketches that files have in valid themselves.</summary>
    public int OwnValid { get; init; }

    /// <summary>Sketches that files have in test themselves.</summary>
    public int OwnTest { get; init; }

    /// <summary>All that were kept.</summary>
    public int Kept => Train + Valid + Test;
}
