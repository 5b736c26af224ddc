using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes the sketches of a category in one format.</summary>
internal interface ICategoryWriter
{
    /// <summary>What follows the category in the name of its file or folder.</summary>
    string Suffix { get; }

    /// <summary>Writes the file or folder.</summary>
    void Write(CategorySketches sketches, string path);
}

/// <summary>Writes CATEGORY.npz. The format is one pickle per split, so a category is in memory while it is written.</summary>
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

/// <summary>Writes a folder of SVG files, each scaled to fill its picture: train-000000.svg and so on.</summary>
internal sealed class SvgCategoryWriter(FirstRow firstRow, int size) : ICategoryWriter
{
    private const int StandardSize = 256;

    // Line width and margin of the standard size, as fractions of it.
    private const double LineShare = 2.0 / StandardSize;
    private const double MarginShare = 8.0 / StandardSize;

    public string Suffix => "";

    public void Write(CategorySketches sketches, string path)
    {
        Directory.CreateDirectory(path);
        double side = size > 0 ? size : StandardSize;
        SvgOptions options = new() { Size = side, Margin = side * MarginShare, LineWidth = side * LineShare, FirstRow = firstRow };
        try
        {
            foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
                Write(sketches, split, path, options);
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            // The disk is full for every thread, so the error of one of them is enough.
            ExceptionDispatchInfo.Throw(e.InnerException);
        }

        // Thousands of small files: flushed all at once instead of one by one.
        AtomicFile.FlushFileSystem(path);
    }

    private static void Write(CategorySketches sketches, DatasetSplit split, string path, SvgOptions options)
    {
        string name = split.ToString().ToLowerInvariant();
        Parallel.For(0, sketches.CountOf(split), new ParallelOptions { CancellationToken = sketches.Cancel }, i =>
        {
            string document = SvgWriter.Document(sketches.Get(split, i).Points, options);
            File.WriteAllBytes(Path.Combine(path, $"{name}-{i:000000}.svg"), Encoding.UTF8.GetBytes(document));
            sketches.Report(1);
        });
    }
}

/// <summary>
/// Writes CATEGORY.ndjson: the sketches of all splits, one after the other, in absolute positions. The format has no splits.
/// </summary>
internal sealed class NdjsonCategoryWriter(FirstRow firstRow) : ICategoryWriter
{
    private const int ReportEvery = 1024;

    public string Suffix => ".ndjson";

    public void Write(CategorySketches sketches, string path)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18);
        using (QuickDrawNdjsonWriter writer = new(stream))
            Write(sketches, writer);
        stream.Flush(flushToDisk: true);
    }

    private void Write(CategorySketches sketches, QuickDrawNdjsonWriter writer)
    {
        StrokePoint[] rows = new StrokePoint[sketches.Longest];
        int unreported = 0;
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            for (int i = 0; i < sketches.CountOf(split); i++)
            {
                List<Vector2[]> strokes = Polylines.FromStroke3(rows.AsSpan(0, sketches.CopyTo(split, i, rows)), firstRow);
                CheckFinite(strokes, $"{sketches.Name}, sketch {i} of {split.ToString().ToLowerInvariant()}");
                writer.Write(strokes, sketches.Name);
                if (++unreported < ReportEvery)
                    continue;
                sketches.Report(unreported);
                unreported = 0;
            }
        }

        sketches.Report(unreported);
    }

    // Offsets that are in range may add up to a position that is not.
    private static void CheckFinite(List<Vector2[]> strokes, string where)
    {
        foreach (Vector2[] stroke in strokes)
        {
            foreach (Vector2 point in stroke)
            {
                if (!float.IsFinite(point.X) || !float.IsFinite(point.Y))
                    throw new InputException("export", where, "points that are finite", $"({point.X}, {point.Y})", "leave the sketch out");
            }
        }
    }
}
