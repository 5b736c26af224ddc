namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What becomes of sketches that are equal, row by row, to another one of their category.</summary>
public enum DuplicateMode
{
    /// <summary>
    /// One is kept, but what files put into splits stays as it is, so that published splits remain comparable: what such a file holds twice
    /// is counted and told.
    /// </summary>
    Auto,

    /// <summary>
    /// One is kept: the first one in test, else in valid, else in train, so that nothing that a model is judged by was trained on.
    /// </summary>
    Drop,

    /// <summary>All are kept.</summary>
    Keep,
}
