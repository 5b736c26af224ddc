namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>Draws many sketches at once, on several threads.</summary>
internal static class SketchPictures
{
    // Large enough that taking a portion costs nothing, small enough that no thread waits long for the last one.
    private const int Portion = 32;

    /// <summary>
    /// Draws every sketch as <see cref="Rasterizer.Draw(ReadOnlySpan{StrokePoint}, Span{byte})"/> does. The pictures do not depend on the
    /// number of threads.
    /// </summary>
    /// <param name="sketches">N sketches.</param>
    /// <param name="options">How to draw them.</param>
    /// <param name="images">[N, Size, Size] row by row, 255 white to 0 black; every pixel is written.</param>
    /// <param name="threads">How many threads draw; 0 for one per processor.</param>
    /// <param name="cancellationToken">Stops the drawing between two portions of sketches.</param>
    /// <exception cref="InputException">An option is out of range, or a position of a sketch is not finite; of several faulty sketches the
    /// first is named.</exception>
    /// <exception cref="OperationCanceledException">The drawing was canceled; some of the pictures are drawn.</exception>
    public static void DrawAll(
        IReadOnlyList<Sketch> sketches,
        RasterOptions options,
        Memory<byte> images,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        options.Validate();
        long bytes = (long)sketches.Count * options.Size * options.Size;
        if (images.Length != bytes)
            throw new ArgumentException(
                $"expected {sketches.Count}·{options.Size}·{options.Size} bytes, found {images.Length}", nameof(images));

        int portions = (sketches.Count + Portion - 1) / Portion;
        int workers = Math.Min(threads == 0 ? Environment.ProcessorCount : threads, portions);
        Job job = new(sketches, options, images, cancellationToken);
        if (workers <= 1)
            job.Work();
        else
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => job.Work());
        job.Finish();
    }

    private sealed class Job(
        IReadOnlyList<Sketch> sketches, RasterOptions options, Memory<byte> images, CancellationToken cancellationToken)
    {
        private readonly Lock _gate = new();
        private int _next;
        private int _faultySketch = int.MaxValue;
        private InputException? _fault;

        // Portions are taken in order and finished once taken, so that the first faulty sketch is found regardless of thread timing.
        public void Work()
        {
            Rasterizer rasterizer = new(options);
            while (Volatile.Read(ref _fault) is null && !cancellationToken.IsCancellationRequested)
            {
                int start = Interlocked.Add(ref _next, Portion) - Portion;
                if (start >= sketches.Count)
                    return;
                Draw(rasterizer, start, Math.Min(start + Portion, sketches.Count));
            }
        }

        public void Finish()
        {
            if (_fault is not null)
                throw _fault;
            cancellationToken.ThrowIfCancellationRequested();
        }

        private void Draw(Rasterizer rasterizer, int start, int end)
        {
            int pixels = options.Size * options.Size;
            for (int i = start; i < end; i++)
            {
                try
                {
                    rasterizer.Draw(sketches[i].Points, images.Span.Slice(i * pixels, pixels));
                }
                catch (InputException e)
                {
                    Report(i, e);
                    return;
                }
            }
        }

        private void Report(int sketch, InputException fault)
        {
            lock (_gate)
            {
                if (sketch > _faultySketch)
                    return;
                _faultySketch = sketch;
                Volatile.Write(ref _fault, PointFault.InSketch(sketch, fault));
            }
        }
    }
}
