namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>Maps the data units of a sketch to a picture: pixel = start + scale · position, y pointing down.</summary>
/// <param name="Scale">Pixels per data unit.</param>
/// <param name="StartX">The origin of the sketch, in pixels from the left side.</param>
/// <param name="StartY">The origin of the sketch, in pixels from the top side.</param>
internal readonly record struct RasterFrame(double Scale, double StartX, double StartY)
{
    // Below this extent (in data units) a sketch counts as a point and is not magnified further (docs/original.md §2, step 2).
    private const double SmallestExtent = 1e-5;

    /// <summary>
    /// Fits a sketch into a picture: the longer side of its box fills the picture minus its margins, the shorter one is centered
    /// (docs/original.md §2, steps 1 to 3, in double precision and in that order of operations, so that the result equals the original's).
    /// </summary>
    /// <param name="points">The rows of the sketch, in data units.</param>
    /// <param name="options">The size, the margin, and which points belong to the box. If only drawn points belong to it and nothing is
    /// drawn, all points and the origin do.</param>
    /// <exception cref="InputException">A position is not finite.</exception>
    public static RasterFrame Fit(ReadOnlySpan<StrokePoint> points, RasterOptions options)
    {
        Box box = options.OriginInBox ? Box.OfAll(points) : Box.OfDrawn(points, options.FirstRow);
        if (!box.IsFinite)
            throw PointFault.NotFinite(points);

        double width = box.MaxX - box.MinX;
        double height = box.MaxY - box.MinY;
        double norm = Math.Max(Math.Max(width, height), SmallestExtent);
        double borderX = 0;
        double borderY = 0;
        if (width > height)
            borderY = (norm - height) * 0.5;
        else
            borderX = (norm - width) * 0.5;

        double scale = (options.Size - (2 * options.Margin)) / norm;
        return new RasterFrame(
            scale,
            ((-box.MinX + borderX) * scale) + options.Margin,
            ((-box.MinY + borderY) * scale) + options.Margin);
    }

    private readonly record struct Box(double MinX, double MinY, double MaxX, double MaxY)
    {
        private static Box Empty => new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

        // NaN propagates through Math.Min and Math.Max, so one check of the result is enough.
        public bool IsFinite => double.IsFinite(MaxX - MinX) && double.IsFinite(MaxY - MinY);

        public static Box OfAll(ReadOnlySpan<StrokePoint> points)
        {
            Box box = default;
            double x = 0;
            double y = 0;
            foreach (StrokePoint point in points)
            {
                x += point.Dx;
                y += point.Dy;
                box = box.With(x, y);
            }

            return box;
        }

        public static Box OfDrawn(ReadOnlySpan<StrokePoint> points, FirstRow firstRow)
        {
            Box box = Empty;
            bool lifted = firstRow == FirstRow.Move;
            double x = 0;
            double y = 0;
            foreach (StrokePoint point in points)
            {
                double endX = x + point.Dx;
                double endY = y + point.Dy;
                if (!lifted && !(point.Dx == 0 && point.Dy == 0))
                    box = box.With(x, y).With(endX, endY);
                x = endX;
                y = endY;
                lifted = point.PenUp;
            }

            return box == Empty ? OfAll(points) : box;
        }

        private Box With(double x, double y) =>
            new(Math.Min(MinX, x), Math.Min(MinY, y), Math.Max(MaxX, x), Math.Max(MaxY, y));
    }
}
