using System.Numerics;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>
/// Writes CATEGORY.ndjson: the sketches of all splits, one after the other, at places of their own. The format knows no splits.
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

    // Offsets that are in range may add up to a place that is not.
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
