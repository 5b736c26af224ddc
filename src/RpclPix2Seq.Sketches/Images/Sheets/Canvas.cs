using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// An RGB picture to fill shapes and draw lines on, anti-aliased by the rasterizer's scan converter. Areas covered twice by one call are
/// colored once.
/// </summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels; // [Height, Width, 3]
    private readonly Dictionary<int, Tile> _tiles = [];

    public Canvas(int width, int height, Rgb background)
    {
        (Width, Height) = (width, height);
        _pixels = new byte[width * height * 3];
        for (int i = 0; i < _pixels.Length; i += 3)
            (_pixels[i], _pixels[i + 1], _pixels[i + 2]) = (background.Red, background.Green, background.Blue);
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The color at a position inside the canvas.</summary>
    public Rgb this[int x, int y]
    {
        get
        {
            int at = ((y * Width) + x) * 3;
            return new Rgb(_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }
    }

    /// <summary>Blends <paramref name="color"/> over a pixel; does nothing outside the canvas.</summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    /// <param name="color">The color.</param>
    /// <param name="opacity">0 to 255.</param>
    public void Blend(int x, int y, Rgb color, int opacity)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        Rgb mixed = this[x, y].Under(color, opacity);
        int at = ((y * Width) + x) * 3;
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = (mixed.Red, mixed.Green, mixed.Blue);
    }

    /// <summary>Draws lines with round ends and joins; a polyline of one point is a dot.</summary>
    public void Stroke(IReadOnlyList<(double X, double Y)[]> polylines, double width, Rgb color) =>
        Fill(RoundOutlines.Of(polylines, width / 2), color);

    /// <summary>Fills the union of the <paramref name="outlines"/>, all of which have the same orientation.</summary>
    public void Fill(IReadOnlyList<(double X, double Y)[]> outlines, Rgb color)
    {
        double minX = double.PositiveInfinity, minY = minX, maxX = double.NegativeInfinity, maxY = maxX;
        foreach ((double x, double y) in outlines.SelectMany(outline => outline))
        {
            (minX, maxX) = (Math.Min(minX, x), Math.Max(maxX, x));
            (minY, maxY) = (Math.Min(minY, y), Math.Max(maxY, y));
        }

        if (!(minX <= maxX))
            return;
        (int left, int top) = ((int)Math.Floor(minX), (int)Math.Floor(minY));
        (int width, int height) = ((int)Math.Ceiling(maxX) - left + 1, (int)Math.Ceiling(maxY) - top + 1);
        Tile tile = TileOf(Math.Max(width, height));
        ReadOnlySpan<byte> covered = tile.Fill(outlines, left, top, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte shade = covered[(y * tile.Size) + x];
                if (shade != byte.MaxValue)
                    Blend(left + x, top + y, color, byte.MaxValue - shade);
            }
        }
    }

    private Tile TileOf(int extent)
    {
        int size = 16;
        while (size < extent)
            size *= 2;
        if (!_tiles.TryGetValue(size, out Tile? tile))
            _tiles.Add(size, tile = new Tile(size));
        return tile;
    }

    /// <summary>A square to scan-convert in, kept for the next shape of about that size.</summary>
    private sealed class Tile(int size)
    {
        private readonly Polygon _polygon = new(size);
        private readonly CoverageScanner _scanner = new(size);
        private readonly byte[] _image = new byte[size * size];

        public int Size => size;

        /// <summary>[size, size] bytes, 0 where covered; only the first <paramref name="height"/> rows are valid.</summary>
        public ReadOnlySpan<byte> Fill(IReadOnlyList<(double X, double Y)[]> outlines, int left, int top, int height)
        {
            _polygon.Clear();
            foreach ((double X, double Y)[] outline in outlines)
            {
                FixedPoint previous = ToFixed(outline[^1]);
                foreach ((double X, double Y) point in outline)
                {
                    FixedPoint next = ToFixed(point);
                    _polygon.AddLine(previous, next, 1);
                    previous = next;
                }
            }

            _image.AsSpan(0, height * size).Fill(byte.MaxValue);
            _scanner.Fill(_polygon, _image);
            return _image;

            FixedPoint ToFixed((double X, double Y) p) => new(Fixed.FromDouble(p.X - left), Fixed.FromDouble(p.Y - top));
        }
    }
}

/// <summary>A color, sRGB.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>In CSS notation.</summary>
    public string Css => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>This color under <paramref name="over"/>.</summary>
    /// <param name="over">The color on top.</param>
    /// <param name="opacity">0 for only this color, to 255 for only the other.</param>
    public Rgb Under(Rgb over, int opacity) =>
        new(Mix(Red, over.Red, opacity), Mix(Green, over.Green, opacity), Mix(Blue, over.Blue, opacity));

    private static byte Mix(byte under, byte over, int opacity) => (byte)(((under * (255 - opacity)) + (over * opacity) + 127) / 255);
}
