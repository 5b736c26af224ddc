using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Reads files on all cores and hands on what became of their drawings in the order of the files and drawings, whatever the threads do:
/// several files at once, each in blocks that are prepared in parallel. What is in memory is a few blocks of a few files.
/// </summary>
internal sealed class DrawingPipeline
{
    // Small files are read in groups, so that a thread has something to do.
    private const int GroupFiles = 32;
    private const long GroupBytes = 1 << 20;

    private readonly ImportOptions _options;
    private readonly DrawingFormats _formats;
    private readonly DrawingPreparer _preparer;

    public DrawingPipeline(ImportOptions options)
    {
        _options = options;
        _formats = new DrawingFormats(options.RecognizedOnly);
        if (options.Format is { } name && _formats.Find(name) is null)
            throw new InputException("import", "format", $"one of {string.Join(", ", _formats.All.Select(format => format.Name))}", name);
        _preparer = new DrawingPreparer(options);
    }

    /// <summary>Called with everything that was prepared, in order, on the thread that runs the pipeline.</summary>
    public delegate void Taker(PreparedBlock block, in PreparedSketch sketch);

    /// <summary>Runs until all files are read.</summary>
    /// <exception cref="InputException">A file that must be readable is not, or the options do not suit it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(IEnumerable<SourceFile> files, Taker take, CancellationToken cancel)
    {
        int threads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using IEnumerator<IReadOnlyList<SourceFile>> groups = Groups(files).GetEnumerator();
        Queue<SourceReader> readers = new();
        try
        {
            bool more = true;
            while (true)
            {
                while (more && readers.Count < threads)
                {
                    more = groups.MoveNext();
                    if (more)
                        readers.Enqueue(new SourceReader(groups.Current, _options, _formats, _preparer, stop.Token));
                }

                if (!readers.TryPeek(out SourceReader? reader))
                    return;
                foreach (PreparedBlock block in reader.Blocks())
                {
                    foreach (PreparedSketch sketch in block.Entries)
                        take(block, sketch);
                }

                cancel.ThrowIfCancellationRequested();
                readers.Dequeue().Dispose();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (SourceReader reader in readers)
                reader.Dispose();
        }
    }

    private static IEnumerable<IReadOnlyList<SourceFile>> Groups(IEnumerable<SourceFile> files)
    {
        List<SourceFile> group = [];
        long bytes = 0;
        foreach (SourceFile file in files)
        {
            group.Add(file);
            bytes += file.Length;
            if (group.Count < GroupFiles && bytes < GroupBytes)
                continue;
            yield return group;
            group = [];
            bytes = 0;
        }

        if (group.Count > 0)
            yield return group;
    }
}
