using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.Svg;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Draws sheets as SVG: sketches as paths with round caps, pictures embedded, text as text.</summary>
internal static class SheetSvg
{
    // Capitals are about 0.71 of the font size in common system fonts.
    private const double SizeOfCapitals = 1.4;

    /// <summary>A complete SVG document.</summary>
    /// <param name="sheet">What to draw.</param>
    /// <exception cref="InputException">A value of the sheet is out of range, or an offset is not finite.</exception>
    public static string Render(Sheet sheet)
    {
        SheetLayout layout = SheetLayout.Of(sheet.Validate());
        (string width, string height) = (Number(Math.Ceiling(layout.Width)), Number(Math.Ceiling(layout.Height)));
        StringBuilder svg = new();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
            + "role=\"img\">\n");
        if (sheet.Title.Length > 0)
            svg.Append($"<title>{XmlText.Escape(sheet.Title)}</title>\n");
        svg.Append(
            $"<style>{Style(sheet.LineWidth)}.border{{fill:none;stroke:{Border.Css};stroke-width:{Number(BorderWidth)}}}</style>\n");
        svg.Append($"<rect width=\"100%\" height=\"100%\" fill=\"{Paper.Css}\"/>\n");
        foreach (PlacedBranch branch in layout.Branches)
            AppendBranch(svg, branch);
        foreach (PlacedDisc disc in layout.Discs)
            svg.Append($"<circle cx=\"{Number(disc.X)}\" cy=\"{Number(disc.Y)}\" r=\"{Number(disc.Radius)}\" fill=\"{Node.Css}\"/>\n");
        foreach ((double x, double y, IReadOnlyList<SheetCell> cells) in layout.Groups)
            AppendGroup(svg, sheet, cells, x, y);
        foreach (PlacedText text in layout.Texts)
            AppendText(svg, text);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Writes <see cref="Render"/> to a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="sheet">What to draw.</param>
    /// <exception cref="InputException">As for <see cref="Render"/>, or the file cannot be written.</exception>
    public static void Write(string path, Sheet sheet) => AtomicFile.WriteAllText(path, Render(sheet));

    /// <summary>The styles of text and of sketches' lines.</summary>
    internal static string Style(double lineWidth) =>
        $"text{{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:{Ink.Css}}}" +
        $".muted{{fill:{Muted.Css}}}.middle{{text-anchor:middle}}.ink{{fill:none;stroke:{Ink.Css};stroke-width:{Number(lineWidth)};" +
        "stroke-linecap:round;stroke-linejoin:round}";

    private static void AppendGroup(StringBuilder svg, Sheet sheet, IReadOnlyList<SheetCell> cells, double x, double y)
    {
        double size = sheet.CellSize;
        svg.Append($"<g transform=\"translate({Number(x)} {Number(y)})\">");
        for (int i = 0; i < cells.Count; i++)
            svg.Append($"<path d=\"{CardPath(i * size, size, i == 0, i == cells.Count - 1)}\" fill=\"{Card(cells[i].Tone).Css}\"/>");
        svg.Append(
            $"<rect class=\"border\" width=\"{Number(cells.Count * size)}\" height=\"{Number(size)}\" rx=\"{Number(CardRadius)}\"/>");
        for (int i = 1; i < cells.Count; i++)
            svg.Append($"<path class=\"border\" d=\"M{Number(i * size)} 0V{Number(size)}\"/>");
        for (int i = 0; i < cells.Count; i++)
            AppendContent(svg, sheet, cells[i], i * size);
        svg.Append("</g>\n");
    }

    private static string CardPath(double x, double size, bool isFirst, bool isLast)
    {
        double left = isFirst ? CardRadius : 0, right = isLast ? CardRadius : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"M{x + left} 0H{x + size - right}a{right} {right} 0 0 1 {right} {right}V{size - right}a{right} {right} 0 0 1 {-right} "
            + $"{right}" +
            $"H{x + left}a{left} {left} 0 0 1 {-left} {-left}V{left}a{left} {left} 0 0 1 {left} {-left}Z");
    }

    private static void AppendContent(StringBuilder svg, Sheet sheet, SheetCell cell, double x)
    {
        double size = sheet.CellSize;
        if (cell.Sketch is { } sketch)
        {
            SvgOptions options = new() { Size = size, Margin = size * SketchInset, FirstRow = sheet.FirstRow };
            string shift = x == 0 ? "" : $" transform=\"translate({Number(x)} 0)\"";
            (string given, string rest) = cell.GivenRows is { } rows
                ? SvgWriter.PathData(sketch.Points, rows, options)
                : (SvgWriter.PathData(sketch.Points, options), "");
            if (rest.Length > 0)
                svg.Append($"<path class=\"ink\" style=\"stroke:{Continued.Css}\"{shift} d=\"{rest}\"/>");
            svg.Append($"<path class=\"ink\"{shift} d=\"{given}\"/>");
        }
        else if (cell.Picture is { } picture)
        {
            AppendPicture(svg, picture, Card(cell.Tone), x, size);
        }
    }

    /// <summary>Appends a picture on a card whose top left corner is (<paramref name="x"/>, 0).</summary>
    internal static void AppendPicture(StringBuilder svg, SheetPicture picture, Rgb card, double x, double size)
    {
        double inset = size * PictureInset;
        svg.Append($"<image x=\"{Number(x + inset)}\" y=\"{Number(inset)}\" width=\"{Number(size - (2 * inset))}\"")
            .Append($" height=\"{Number(size - (2 * inset))}\" href=\"data:image/png;base64,{Embedded(picture, card)}\"/>");
    }

    // In the colors of its card, so that no white box shows on it.
    private static string Embedded(SheetPicture picture, Rgb card)
    {
        byte[] pixels = new byte[picture.Width * picture.Height * 3];
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            Rgb color = card.Under(Ink, 255 - picture.Pixels[i]);
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (color.Red, color.Green, color.Blue);
        }

        return Convert.ToBase64String(PngWriter.Encode(pixels, picture.Width, picture.Height, 3));
    }

    private static void AppendBranch(StringBuilder svg, PlacedBranch branch)
    {
        string bend = Number(branch.Bend), from = Number(branch.From.Y), to = Number(branch.To.Y);
        svg.Append($"<path d=\"M{Number(branch.From.X)} {from}C{bend} {from} {bend} {to} {Number(branch.To.X)} {to}\" fill=\"none\" ")
            .Append($"stroke=\"{Branch.Css}\" stroke-width=\"{Number(branch.Width)}\" stroke-linecap=\"round\"/>\n");
    }

    /// <summary>Appends a line of text.</summary>
    internal static void AppendText(StringBuilder svg, PlacedText text)
    {
        string classes = (text.IsMuted, text.IsCentered) switch
        {
            (true, true) => " class=\"muted middle\"",
            (true, false) => " class=\"muted\"",
            (false, true) => " class=\"middle\"",
            _ => "",
        };
        string whole = text.Text == text.Whole ? "" : $"<title>{XmlText.Escape(text.Whole)}</title>";
        svg.Append(
            $"<text x=\"{Number(text.X)}\" y=\"{Number(text.Baseline)}\" font-size=\"{Number(text.Cap * SizeOfCapitals)}\"{classes}>")
            .Append(XmlText.Escape(text.Text)).Append(whole).Append("</text>\n");
    }

    /// <summary>A number with at most two decimals.</summary>
    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
