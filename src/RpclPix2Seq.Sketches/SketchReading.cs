using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq;

/// <summary>Sketches from files and texts: <c>Sketch.Load("cat.svg")</c>.</summary>
public static class SketchReading
{
    extension(Sketch)
    {
        /// <summary>
        /// Reads the only drawing of a file, in any format that <c>rpcl data import</c> reads, or traces the lines of a PNG or JPEG
        /// picture. Raw strokes and traced lines are simplified as an import does: they fit into a box of 0 to 255 data units.
        /// </summary>
        /// <param name="path">The file.</param>
        /// <returns>The sketch, of at least one row.</returns>
        /// <exception cref="InputException">The file is missing, damaged, of no known format, or has no drawing or several.</exception>
        public static Sketch Load(string path) => Only(Sketch.LoadAll(path), path);

        /// <summary>Reads the drawings of a file, in the same way.</summary>
        /// <param name="path">The file.</param>
        /// <returns>The sketches in the file's order; drawings that cannot be used are left out.</returns>
        /// <exception cref="InputException">The file is missing, damaged, of no known format, or has no usable drawing.</exception>
        public static Sketch[] LoadAll(string path) =>
            PictureReader.IsPicture(path) ? [Simplified(PictureReader.Trace(path))] : All(DrawingFile.At(path));

        /// <summary>Reads the drawing of an SVG document and simplifies it in the same way.</summary>
        /// <param name="text">The document.</param>
        /// <exception cref="InputException">It is damaged or draws nothing.</exception>
        public static Sketch FromSvg(string text) => Parsed("drawing.svg", text);

        /// <summary>
        /// Reads the drawing of a JSON document: what <c>ToJson</c> writes, which stays as it is, or lists of points, which are
        /// simplified.
        /// </summary>
        /// <param name="text">The document.</param>
        /// <exception cref="InputException">It is damaged or has no drawing or several.</exception>
        public static Sketch FromJson(string text) => Parsed("drawing.json", text);

        /// <summary>Makes a sketch of stroke-3 numbers: Δx, Δy and pen of one row after the other.</summary>
        /// <param name="rows">[N, 3], N ≥ 1; finite offsets in data units; the pen is 1 where it is lifted after the point, else 0.</param>
        /// <exception cref="InputException">There is no row, one is incomplete, an offset is not finite, or a pen is neither 0 nor
        /// 1.</exception>
        public static Sketch FromStroke3(ReadOnlySpan<float> rows)
        {
            if (rows.Length == 0 || rows.Length % 3 != 0)
                throw new InputException("stroke-3 rows", "", "three numbers a row, at least one row", $"{rows.Length} numbers");
            StrokePoint[] points = new StrokePoint[rows.Length / 3];
            for (int i = 0; i < points.Length; i++)
            {
                (float dx, float dy, float pen) = (rows[3 * i], rows[(3 * i) + 1], rows[(3 * i) + 2]);
                if (!float.IsFinite(dx) || !float.IsFinite(dy) || pen is not (0 or 1))
                    throw new InputException(
                        "stroke-3 rows", $"row {i}", "finite offsets, and 0 or 1 for the pen", $"({dx}, {dy}, {pen})");
                points[i] = new StrokePoint(dx, dy, pen == 1);
            }

            return new Sketch(points);
        }
    }

    private static Sketch Parsed(string name, string text) =>
        Only(All(DrawingFile.InMemory(name, Encoding.UTF8.GetBytes(text))), name);

    private static Sketch Only(Sketch[] sketches, string source) => sketches is [Sketch only]
        ? only
        : throw new InputException(source, "", "one drawing", $"{sketches.Length}", "Sketch.LoadAll reads files of several");

    // The meaning of rows that were read as they are is not known.
    private static Sketch[] All(DrawingFile file) =>
        [.. DrawingReading.Read(file).Select(read => read.Drawing.Rows is null ? read.Sketch.Tagged(FirstRow.Move) : read.Sketch)];

    private static Sketch Simplified(IReadOnlyList<Vector2[]> strokes) => new SketchMaker(ImportOptions.Default)
        .SketchOf(new Drawing { Where = "", Strokes = strokes, IsRaw = true }).Tagged(FirstRow.Move);
}
