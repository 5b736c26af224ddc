using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes CATEGORY_png.npz: the pictures as the original draws them.</summary>
internal sealed class PictureCategoryWriter(FirstRow firstRow, int size) : ICategoryWriter
{
    public string Suffix => "_png.npz";

    public void Write(CategorySketches sketches, string path)
    {
        RasterOptions options = RasterOptions.Reference with { Size = size > 0 ? size : RasterOptions.Default.Size, FirstRow = firstRow };
        using ThreadLocal<(Rasterizer Rasterizer, StrokePoint[] Rows)> tools =
            new(() => (new Rasterizer(options), new StrokePoint[sketches.Longest]));
        ImageNpz.Write(path, options.Size, options.Size, Draw(DatasetSplit.Train), Draw(DatasetSplit.Valid), Draw(DatasetSplit.Test));

        ImageSource Draw(DatasetSplit split) => new(sketches.CountOf(split), (index, pixels) =>
        {
            (Rasterizer rasterizer, StrokePoint[] rows) = tools.Value;
            rasterizer.Draw(rows.AsSpan(0, sketches.CopyTo(split, index, rows)), pixels);
            sketches.Report(1);
        });
    }
}
