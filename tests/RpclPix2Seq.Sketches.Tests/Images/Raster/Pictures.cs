using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

/// <summary>Draws and generates sketches for the tests of the rasterizer.</summary>
internal static class Pictures
{
    private static readonly Gen<float> Offset = Gen.Int[-40, 40].Select(v => (float)v);

    /// <summary>Sketches of up to 40 rows with integer offsets, a third of the rows horizontal, vertical or empty.</summary>
    public static readonly Gen<StrokePoint[]> Sketch = Gen.Select(Offset, Offset, Gen.Int[0, 8], Gen.Int[0, 5])
        .Select((dx, dy, shape, pen) => new StrokePoint(shape is 1 or 3 ? 0 : dx, shape is 2 or 3 ? 0 : dy, pen == 0))
        .Array[1, 40];

    /// <summary>A path of absolute pixel coordinates, drawn without lifting the pen, in a picture of the given size.</summary>
    public static byte[] Draw(int size, double lineWidth, params (double X, double Y)[] path)
    {
        // 1/256 pixel per data unit: every coordinate of the tests is exact.
        StrokePoint[] rows = new StrokePoint[path.Length];
        for (int i = 1; i < path.Length; i++)
            rows[i] = new StrokePoint((float)(256 * (path[i].X - path[i - 1].X)), (float)(256 * (path[i].Y - path[i - 1].Y)), false);
        return Draw(size, lineWidth, rows, new RasterFrame(1.0 / 256, path[0].X, path[0].Y));
    }

    public static byte[] Draw(int size, double lineWidth, StrokePoint[] rows, RasterFrame frame)
    {
        byte[] image = new byte[size * size];
        new Rasterizer(RasterOptions.Reference with { Size = size, LineWidth = lineWidth }).Draw(rows, frame, image);
        return image;
    }

    public static byte[] Draw(RasterOptions options, StrokePoint[] rows)
    {
        byte[] image = new byte[options.Size * options.Size];
        new Rasterizer(options).Draw(rows, image);
        return image;
    }

    /// <summary>The pixels as text, one row per line, for readable expectations.</summary>
    public static string Text(byte[] image, int size) =>
        string.Join('\n', image.Chunk(size).Select(row => string.Join(' ', row.Select(v => v == 255 ? "." : $"{v}"))));

    public static byte At(this byte[] image, int x, int y) => image[(y * (int)Math.Sqrt(image.Length)) + x];

    /// <summary>The amount of black, in pixels.</summary>
    public static double Ink(byte[] image) => image.Sum(v => (255 - v) / 255.0);
}
