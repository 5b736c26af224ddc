namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What becomes of the records of a category.</summary>
/// <param name="Fates">Of each record: 0, 1, 2 for train, valid, test, otherwise one of the constants.</param>
/// <param name="Kept">The number of records in train, valid and test.</param>
/// <param name="Duplicates">Records left out because there is the same one already.</param>
/// <param name="Twins">Records kept though there is the same one already.</param>
/// <param name="OverLimit">Records left out because there are enough.</param>
/// <param name="Copied">The record of which there were most copies.</param>
/// <param name="Copies">How many there were of it, itself included; 0 if there is none twice.</param>
internal sealed record SplitAssignment(byte[] Fates, int[] Kept, int Duplicates, int Twins, int OverLimit, int Copied, int Copies)
{
    /// <summary>Records kept that files put into train, and that are in valid or test now.</summary>
    public int TakenFromTrain { get; init; }

    /// <summary>Records kept that files put into valid.</summary>
    public int OwnValid { get; init; }

    /// <summary>Records kept that files put into test.</summary>
    public int OwnTest { get; init; }

    /// <summary>The record's file could not be read to its end.</summary>
    public const byte Excluded = 253;

    /// <summary>The category has enough.</summary>
    public const byte Surplus = 254;

    /// <summary>The category has the same one.</summary>
    public const byte Duplicate = 255;

    /// <summary>Whether a fate is to be in the dataset.</summary>
    public static bool IsKept(byte fate) => fate < Excluded;
}
