namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Draws paths that have only horizontal and vertical lines. cairo treats them separately: every line is a box, the boxes are united, and
/// coverage is their exact area in each pixel, in 1/65536, instead of samples on sub-rows. This changes the levels slightly.
/// </summary>
internal sealed class RectilinearStroker
{
    private readonly int _size;
    private readonly int _limit;
    private readonly int _halfWidth;
    private readonly GrowingArray<Box> _boxes = new(64);
    private readonly GrowingArray<int> _levels = new(128);
    private readonly int[] _area;

    public RectilinearStroker(int size, double halfWidth)
    {
        _size = size;
        _limit = size << Fixed.FractionBits;
        _halfWidth = Fixed.FromDouble(halfWidth);
        _area = new int[size];
    }

    /// <summary>Draws the path in black over the white <paramref name="image"/> [size, size].</summary>
    public void Draw(StrokePath path, Span<byte> image)
    {
        _boxes.Clear();
        for (int i = 0; i < path.Count; i++)
            AddBoxes(path.Polyline(i));
        if (_boxes.Count == 0)
            return;

        // Sorted by the left side, the boxes that cross any level give their union in one pass from left to right.
        _boxes.Items.Sort(static (a, b) => a.Left.CompareTo(b.Left));
        CutIntoLevels();
        for (int i = 1; i < _levels.Count; i++)
            CoverLevel(_levels[i - 1], _levels[i], image);
    }

    // A line extends half a width beyond a joint with a perpendicular line, which makes the corner square, but not beyond its ends or a
    // turn by 180°.
    private void AddBoxes(ReadOnlySpan<FixedPoint> points)
    {
        for (int i = 1; i < points.Length; i++)
        {
            FixedPoint from = points[i - 1];
            FixedPoint to = points[i];
            bool horizontal = from.Y == to.Y;
            int before = i > 1 && horizontal != (points[i - 2].Y == from.Y) ? _halfWidth : 0;
            int after = i + 1 < points.Length && horizontal != (to.Y == points[i + 1].Y) ? _halfWidth : 0;
            Add(horizontal
                ? Box.Along(from.X, to.X, before, after, from.Y, _halfWidth)
                : Box.Along(from.Y, to.Y, before, after, from.X, _halfWidth).Transposed());
        }
    }

    private void Add(Box box)
    {
        Box cut = new(Math.Max(box.Left, 0), Math.Max(box.Top, 0), Math.Min(box.Right, _limit), Math.Min(box.Bottom, _limit));
        if (cut.Left < cut.Right && cut.Top < cut.Bottom)
            _boxes.Add(cut);
    }

    // Between two levels the same boxes are crossed and the pixel row is the same.
    private void CutIntoLevels()
    {
        _levels.Clear();
        int top = int.MaxValue;
        int bottom = 0;
        foreach (Box box in _boxes.Items)
        {
            _levels.Add(box.Top);
            _levels.Add(box.Bottom);
            top = Math.Min(top, box.Top);
            bottom = Math.Max(bottom, box.Bottom);
        }

        for (int y = (top & ~Fixed.FractionMask) + Fixed.One; y < bottom; y += Fixed.One)
            _levels.Add(y);
        _levels.Items.Sort();
    }

    private void CoverLevel(int top, int bottom, Span<byte> image)
    {
        if (top == bottom)
            return;

        int left = 0;
        int right = 0;
        foreach (Box box in _boxes.Items)
        {
            if (box.Top > top || box.Bottom < bottom)
                continue;
            if (box.Left > right)
            {
                Cover(left, right, bottom - top);
                left = box.Left;
            }

            right = Math.Max(right, box.Right);
        }

        Cover(left, right, bottom - top);
        bool endsRow = (bottom & Fixed.FractionMask) == 0 || bottom == _levels[_levels.Count - 1];
        if (endsRow)
            Flush(image.Slice((top >> Fixed.FractionBits) * _size, _size));
    }

    private void Cover(int left, int right, int height)
    {
        for (int x = left; x < right;)
        {
            int pixel = x >> Fixed.FractionBits;
            int end = Math.Min(right, (pixel + 1) << Fixed.FractionBits);
            _area[pixel] += (end - x) * height;
            x = end;
        }
    }

    // The area is truncated to 8 bits, and full coverage, 256, counts as 255.
    private void Flush(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            int coverage = _area[i] >> Fixed.FractionBits;
            pixels[i] = (byte)(255 - (coverage - (coverage >> 8)));
            _area[i] = 0;
        }
    }

    private readonly record struct Box(int Left, int Top, int Right, int Bottom)
    {
        // The box around a horizontal line at y, extended at either end.
        public static Box Along(int from, int to, int before, int after, int y, int halfWidth) => from < to
            ? new(from - before, y - halfWidth, to + after, y + halfWidth)
            : new(to - after, y - halfWidth, from + before, y + halfWidth);

        public Box Transposed() => new(Top, Left, Bottom, Right);
    }
}
