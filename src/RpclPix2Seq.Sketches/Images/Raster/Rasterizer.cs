namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Draws sketches as black lines on white, level by level equal to what the original gets from an SVG path through cairo 1.16
/// (docs/original.md §2): butt ends, mitered joins up to a miter limit of 4, anti-aliased by coverage.
/// <para>Owns the drawing buffers, so drawing allocates nothing once they have grown to the largest sketch. Not thread-safe: use one per
/// thread.</para>
/// </summary>
internal sealed class Rasterizer
{
    private readonly RasterOptions _options;
    private readonly StrokePath _path = new();
    private readonly Polygon _polygon;
    private readonly OutlineStroker _outline;
    private readonly CoverageScanner _scanner;
    private readonly RectilinearStroker _rectilinear;

    /// <exception cref="InputException">An option is out of range.</exception>
    public Rasterizer(RasterOptions options)
    {
        _options = options.Validate();
        _polygon = new Polygon(options.Size);
        _outline = new OutlineStroker(_polygon, options.LineWidth / 2);
        _scanner = new CoverageScanner(options.Size);
        _rectilinear = new RectilinearStroker(options.Size, options.LineWidth / 2);
    }

    /// <summary>Draws a sketch, fitted into the picture by <see cref="RasterFrame.Fit"/>.</summary>
    /// <param name="points">The rows of the sketch, in data units; none gives a white picture.</param>
    /// <param name="image">[Size, Size] row by row, 255 white to 0 black; every pixel is written.</param>
    /// <exception cref="InputException">A position is not finite.</exception>
    public void Draw(ReadOnlySpan<StrokePoint> points, Span<byte> image) => Draw(points, RasterFrame.Fit(points, _options), image);

    /// <summary>Draws a sketch at the position given by <paramref name="frame"/>; anything outside the picture is cut off.</summary>
    /// <param name="points">The rows of the sketch, in data units; none gives a white picture.</param>
    /// <param name="frame">The position of the sketch on the picture.</param>
    /// <param name="image">[Size, Size] row by row, 255 white to 0 black; every pixel is written.</param>
    /// <exception cref="InputException">A point is not finite, or a line leads more than 2^16 pixels away from the picture; the picture is
    /// then left unchanged.</exception>
    public void Draw(ReadOnlySpan<StrokePoint> points, RasterFrame frame, Span<byte> image)
    {
        if (image.Length != _options.Size * _options.Size)
            throw new ArgumentException($"expected {_options.Size}·{_options.Size} bytes, found {image.Length}", nameof(image));

        BuildPath(points, frame);
        image.Fill(byte.MaxValue);
        if (_path.IsRectilinear)
        {
            _rectilinear.Draw(_path, image);
        }
        else
        {
            _polygon.Clear();
            _outline.AddOutlines(_path);
            _scanner.Fill(_polygon, image);
        }
    }

    // Moves of the lifted pen may lead far away (the origin of a small drawing can be anywhere); lines may not.
    private void BuildPath(ReadOnlySpan<StrokePoint> points, RasterFrame frame)
    {
        if (!Fixed.TryFromDouble(frame.StartX, out long x) || !Fixed.TryFromDouble(frame.StartY, out long y))
            throw PointFault.StartTooFar(frame);

        _path.Clear();
        bool lifted = _options.FirstRow == FirstRow.Move;
        bool moved = true;
        for (int row = 0; row < points.Length; row++)
        {
            StrokePoint point = points[row];
            if (!Fixed.TryFromDouble(point.Dx * frame.Scale, out long dx) || !Fixed.TryFromDouble(point.Dy * frame.Scale, out long dy))
                throw PointFault.TooFar(row, point, frame);

            long endX = x + dx;
            long endY = y + dy;
            if (!Fixed.IsDrawable(endX, endY) && !(lifted && Fixed.IsReachable(endX, endY)))
                throw PointFault.TooFar(row, point, frame);

            if (!lifted)
            {
                if (moved)
                {
                    if (!Fixed.IsDrawable(x, y))
                        throw PointFault.TooFar(row, point, frame);
                    _path.MoveTo(new FixedPoint((int)x, (int)y));
                }

                _path.LineTo(new FixedPoint((int)endX, (int)endY));
            }

            (x, y) = (endX, endY);
            moved = lifted;
            lifted = point.PenUp;
        }
    }
}
