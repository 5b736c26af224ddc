using System.Runtime.ExceptionServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes a folder of SVG files, each scaled to fill its picture: train-000000.svg and so on.</summary>
internal sealed class SvgCategoryWriter(FirstRow firstRow, int size) : ICategoryWriter
{
    private const int StandardSize = 256;

    // Line width and margin of the standard size, in its parts.
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
            // The disk is full for every thread: what one of them met says it.
            ExceptionDispatchInfo.Throw(e.InnerException);
        }

        // Thousands of small files: all at once instead of one by one.
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
