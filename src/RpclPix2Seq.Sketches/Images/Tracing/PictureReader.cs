using System.Numerics;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Reads pictures of sketches (PNG and JPEG: drawn by a program, scanned or photographed; dark on light or light on dark; of any size) as
/// an encoder expects them: black lines on white, cropped to the drawing, scaled to where <see cref="Rasterizer"/> draws, and as wide as it
/// draws them.
/// </summary>
internal static class PictureReader
{
    /// <summary>The longer side of the picture in which lines are searched for, in pixels.</summary>
    private const int WorkingSide = 1280;

    /// <summary>
    /// Pictures are used as they are if their lines are at most this many times as wide as the rasterizer draws them. The rasterizer's own
    /// lines measure 1.3 times as much where they are apart, and up to 2 where they are crowded on few pixels.
    /// </summary>
    private const double FineLine = 2;

    /// <summary>The size at which strokes are traced, in pixels: that of the box of simplified drawings.</summary>
    private const double TracedSide = 255;

    /// <summary>Whether a file begins as PNG or JPEG files do, whatever its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static bool IsPicture(string path) => PictureDecoder.IsPicture(path);

    /// <summary>Reads a picture. At most 100 megapixels and 256 MiB; takes at most about 700 MB of memory.</summary>
    /// <param name="path">A PNG or JPEG file, whatever its name.</param>
    /// <param name="options">Size and margin of the result, and how wide lines are.</param>
    /// <param name="mode">How lines get that width.</param>
    /// <returns>[Size, Size] row by row, 255 white to 0 black.</returns>
    /// <exception cref="InputException">The file is not a picture, is too large, truncated, damaged or blank, or an option is out of
    /// range.</exception>
    public static byte[] Read(string path, RasterOptions options, PictureMode mode = PictureMode.Trace)
    {
        options.Validate();
        (Plane picture, Ink ink) = Find(path);
        byte[] image = new byte[options.Size * options.Size];
        if (IsInPlace(picture, ink, options))
        {
            for (int i = 0; i < image.Length; i++)
                image[i] = (byte)Math.Round(picture.Values[i]);
        }
        else if (mode == PictureMode.Resample)
        {
            LineResampler.Resample(ink, options, image);
        }
        else
        {
            StrokePoint[] strokes = Polylines.ToStroke3(LineTracer.Trace(ink, options.Size - (2 * options.Margin)), FirstRow.Move);
            new Rasterizer(options with { FirstRow = FirstRow.Move }).Draw(strokes, ink.FrameFor(options), image);
        }

        return image;
    }

    /// <summary>Reads a picture as strokes along the middle of its lines; limits as for <see cref="Read"/>.</summary>
    /// <param name="path">A PNG or JPEG file, whatever its name.</param>
    /// <returns>At least one stroke, in pixels, y down.</returns>
    /// <exception cref="InputException">The file is not a picture, is too large, truncated, damaged or blank.</exception>
    public static IReadOnlyList<Vector2[]> Trace(string path) => LineTracer.Trace(Find(path).Ink, TracedSide);

    private static (Plane Picture, Ink Ink) Find(string path)
    {
        Plane picture = PictureDecoder.Decode(path, WorkingSide, paper: byte.MaxValue, out bool hasAlpha);
        Ink? ink = InkFinder.Find(picture);
        if (ink is null && hasAlpha)
        {
            // White lines without any paper.
            picture = PictureDecoder.Decode(path, WorkingSide, paper: 0, out _);
            ink = InkFinder.Find(picture);
        }

        return ink is null
            ? throw new InputException(path, "", "a drawing", "a blank picture", "lines must stand out from the paper")
            : (picture, ink);
    }

    /// <summary>
    /// Whether the picture already is as the rasterizer would draw it: black on white, of that size, with fine lines, and in place as far
    /// as this can be determined.
    /// </summary>
    private static bool IsInPlace(Plane picture, Ink ink, RasterOptions options)
    {
        double near = (options.LineWidth + 1) / 2, side = options.Margin - (options.LineWidth / 2), otherSide = options.Size - side,
            center = options.Size / 2.0;
        InkBox box = ink.Box;
        return picture.Width == options.Size && picture.Height == options.Size && ink.LineWidth <= FineLine * options.LineWidth
            && picture.Values[0] > 250 && picture.Values.Min() < 64
            && (options.OriginInBox || (IsNear((box.Left + box.Right) / 2, center) && IsNear((box.Top + box.Bottom) / 2, center)
            && ((IsNear(box.Left, side) && IsNear(box.Right, otherSide)) || (IsNear(box.Top, side) && IsNear(box.Bottom, otherSide)))));

        bool IsNear(double a, double b) => Math.Abs(a - b) <= near;
    }
}

/// <summary>How the lines of a picture become lines of the width that an encoder was trained on.</summary>
internal enum PictureMode
{
    /// <summary>Lines are thinned to their middle, and drawn again.</summary>
    Trace,

    /// <summary>
    /// The picture is scaled by area averaging; its lines keep their width relative to the drawing, and filled areas stay filled.
    /// </summary>
    Resample,
}
