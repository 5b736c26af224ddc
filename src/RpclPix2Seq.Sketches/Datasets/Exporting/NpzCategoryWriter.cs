using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes CATEGORY.npz. The format is one pickle a split, so that a category is in memory while it is written.</summary>
internal sealed class NpzCategoryWriter(ExportOptions options) : ICategoryWriter
{
    public string Suffix => ".npz";

    public void Write(CategorySketches sketches, string path)
    {
        SketchSplits splits = new(
            Gather(sketches, DatasetSplit.Train), Gather(sketches, DatasetSplit.Valid), Gather(sketches, DatasetSplit.Test));
        SketchNpz.Write(path, splits, new SketchNpzOptions { Layout = options.Layout, ItemType = options.ItemType });
        sketches.Report(splits.Train.Length + splits.Valid.Length + splits.Test.Length);
    }

    private static Sketch[] Gather(CategorySketches sketches, DatasetSplit split)
    {
        Sketch[] gathered = new Sketch[sketches.CountOf(split)];
        for (int i = 0; i < gathered.Length; i++)
            gathered[i] = sketches.Get(split, i);
        return gathered;
    }
}
