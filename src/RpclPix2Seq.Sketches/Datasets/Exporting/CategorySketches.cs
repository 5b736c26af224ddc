using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>The sketches of one category that are to be written, by split.</summary>
/// <param name="dataset">Where they are.</param>
/// <param name="name">The category.</param>
/// <param name="positions">Their positions in each split.</param>
/// <param name="written">Is told how many were written; from several threads.</param>
/// <param name="cancel">Stops the writing.</param>
internal sealed class CategorySketches(
    DatasetFolder dataset, string name, ReadOnlyMemory<int>[] positions, Action<int> written, CancellationToken cancel)
{
    /// <summary>The category.</summary>
    public string Name => name;

    /// <summary>Stops the writing.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>The rows of the longest sketch of the dataset.</summary>
    public int Longest => Enum.GetValues<DatasetSplit>().Max(split => dataset.Manifest[split].Statistics.Longest);

    /// <summary>How many there are in a split.</summary>
    public int CountOf(DatasetSplit split) => positions[(int)split].Length;

    /// <summary>A sketch of a split.</summary>
    public Sketch Get(DatasetSplit split, int index) => dataset.Split(split)[positions[(int)split].Span[index]].Sketch;

    /// <summary>Reads the rows of a sketch; how many.</summary>
    public int CopyTo(DatasetSplit split, int index, Span<StrokePoint> rows) =>
        dataset.Split(split).CopyTo(positions[(int)split].Span[index], rows);

    /// <summary>Says that so many were written.</summary>
    public void Report(int count)
    {
        cancel.ThrowIfCancellationRequested();
        written(count);
    }
}
