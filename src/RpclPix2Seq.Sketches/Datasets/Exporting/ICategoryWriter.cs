namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes the sketches of a category in one format.</summary>
internal interface ICategoryWriter
{
    /// <summary>What stands behind the category in the name of its file or folder.</summary>
    string Suffix { get; }

    /// <summary>Writes the file or folder.</summary>
    void Write(CategorySketches sketches, string path);
}
