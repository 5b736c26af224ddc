using System.Buffers;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Gif;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq;

/// <summary>Sketches to files, texts and numbers: <c>sketch.ToSvg()</c>.</summary>
public static class SketchWriting
{
    // As a share of the side: what the encoder's pictures of 48 pixels have.
    private const double Margin = 1.5 / 48;
    private const int FrameTime = 6, LastFrameTime = 150;

    extension(Sketch sketch)
    {
        /// <summary>The sketch as an SVG document, scaled to fill it; black lines, no background.</summary>
        /// <param name="size">Width and height in px, 1 to 100,000.</param>
        /// <param name="lineWidth">Width of the lines in px, above 0.</param>
        /// <param name="firstRow">The meaning of the first row; default: what the sketch says, or else a move.</param>
        /// <exception cref="InputException">A value is out of range, or an offset is not finite.</exception>
        public string ToSvg(int size = 256, double lineWidth = 2, FirstRow? firstRow = null) => SvgWriter.Document(
            sketch.Points,
            new SvgOptions
            {
                Size = size,
                Margin = MarginOf(size, lineWidth),
                LineWidth = lineWidth,
                FirstRow = Meaning(sketch, firstRow),
            });

        /// <summary>The sketch as the bytes of a gray PNG file, scaled to fill it; black lines on white.</summary>
        /// <param name="size">Width and height in pixels, 8 to 1,024.</param>
        /// <param name="lineWidth">Width of the lines in pixels, above 0.</param>
        /// <param name="firstRow">The meaning of the first row; default: what the sketch says, or else a move.</param>
        /// <exception cref="InputException">A value is out of range, or an offset is not finite.</exception>
        public byte[] ToPng(int size = 256, double lineWidth = 2, FirstRow? firstRow = null)
        {
            RasterOptions options = OptionsOf(size, lineWidth, Meaning(sketch, firstRow));
            byte[] pixels = new byte[size * size];
            new Rasterizer(options).Draw(sketch.Points, pixels);
            return PngWriter.Encode(pixels, size, size, 1);
        }

        /// <summary>The sketch as the bytes of a GIF file that draws it row by row, in gray on white, and begins again.</summary>
        /// <param name="size">Width and height in pixels, 8 to 1,024.</param>
        /// <param name="lineWidth">Width of the lines in pixels, above 0.</param>
        /// <param name="firstRow">The meaning of the first row; default: what the sketch says, or else a move.</param>
        /// <exception cref="InputException">A value is out of range, or an offset is not finite.</exception>
        public byte[] ToGif(int size = 256, double lineWidth = 2, FirstRow? firstRow = null)
        {
            RasterOptions options = OptionsOf(size, lineWidth, Meaning(sketch, firstRow));
            Rasterizer rasterizer = new(options);
            RasterFrame frame = RasterFrame.Fit(sketch.Points, options);
            GifWriter gif = new(size, size);
            byte[] pixels = new byte[size * size];
            for (int rows = 1; rows <= sketch.Length; rows++)
            {
                rasterizer.Draw(sketch.Points[..rows], frame, pixels);
                gif.Add(pixels, rows == sketch.Length ? LastFrameTime : FrameTime);
            }

            return gif.Finish();
        }

        /// <summary>
        /// The sketch as JSON: <c>{"stroke3":[[Δx,Δy,pen],…]}</c>. <c>Sketch.FromJson</c> reads all but <c>FirstRow</c>.
        /// </summary>
        public string ToJson()
        {
            ArrayBufferWriter<byte> text = new();
            using (Utf8JsonWriter writer = new(text))
            {
                writer.WriteStartObject();
                writer.WritePropertyName("stroke3");
                sketch.WriteRows(writer);
                writer.WriteEndObject();
            }

            return Encoding.UTF8.GetString(text.WrittenSpan);
        }

        /// <summary>The sketch as stroke-3 numbers, [N, 3]: Δx, Δy and pen of one row after the other.</summary>
        public float[] ToStroke3()
        {
            float[] rows = new float[3 * sketch.Length];
            for (int i = 0; i < sketch.Length; i++)
                (rows[3 * i], rows[(3 * i) + 1], rows[(3 * i) + 2]) =
                    (sketch.Points[i].Dx, sketch.Points[i].Dy, sketch.Points[i].PenUp ? 1 : 0);
            return rows;
        }

        /// <summary>Writes the sketch to a file, completely or not at all: .svg, .png, .gif or .json.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="firstRow">The meaning of the first row; default: what the sketch says, or else a move.</param>
        /// <exception cref="InputException">The extension is another, or the file cannot be written.</exception>
        public void Save(string path, FirstRow? firstRow = null)
        {
            byte[] content = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".svg" => Encoding.UTF8.GetBytes(sketch.ToSvg(firstRow: firstRow)),
                ".png" => sketch.ToPng(firstRow: firstRow),
                ".gif" => sketch.ToGif(firstRow: firstRow),
                ".json" => Encoding.UTF8.GetBytes(sketch.ToJson()),
                var other => throw new InputException(path, "", "a file that ends in .svg, .png, .gif or .json", $"'{other}'"),
            };
            AtomicFile.WriteAllBytes(path, content);
        }
    }

    private static FirstRow Meaning(Sketch sketch, FirstRow? given) => given ?? sketch.FirstRow ?? FirstRow.Move;

    private static RasterOptions OptionsOf(int size, double lineWidth, FirstRow firstRow) => new RasterOptions
    {
        Size = size,
        Margin = MarginOf(size, lineWidth),
        LineWidth = lineWidth,
        FirstRow = firstRow,
    }.Validate();

    private static double MarginOf(int size, double lineWidth) => Math.Min((Margin * size) + (lineWidth / 2), size / 2.01);
}
