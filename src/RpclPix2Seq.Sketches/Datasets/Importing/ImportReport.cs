using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What an import read, kept and left out.</summary>
public sealed record ImportReport
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

    /// <summary>Drawings that were left out, by reason, the most frequent first; with duplicates and what is over the limit.</summary>
    public required IReadOnlyList<ImportDrop> Drops { get; init; }

    /// <summary>Points of the drawings before simplification, of those that were neither unreadable nor filtered out.</summary>
    public required LengthTally Before { get; init; }

    /// <summary>Rows of the same drawings afterwards.</summary>
    public required LengthTally After { get; init; }

    /// <summary>The categories, by name.</summary>
    public required IReadOnlyList<ImportedCategory> Categories { get; init; }

    /// <summary>What there is to say of the splits.</summary>
    public required IReadOnlyList<ImportRemark> Remarks { get; init; }

    /// <summary>Some sketches of the first categories, drawn by their content, for a sheet.</summary>
    public required IReadOnlyList<(string Category, IReadOnlyList<Sketch> Sketches)> Examples { get; init; }

    /// <summary>How the import was asked for.</summary>
    public required ImportOptions Options { get; init; }
}
