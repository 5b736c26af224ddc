using RpclPix2Seq.Sketches.Formats.Drawings;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>What became of the sketches that one category has in one split when a dataset was read for a model.</summary>
/// <param name="Split">The split.</param>
/// <param name="Category">The name of the category.</param>
/// <param name="Kept">How many are used.</param>
/// <param name="TooLong">How many were left out because they have more rows than was asked for.</param>
/// <param name="Surplus">How many were left out because there are more of the category than was asked for.</param>
public sealed record SelectionCount(DatasetSplit Split, string Category, int Kept, int TooLong, int Surplus);
