using System.Text;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Sheets;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Cards of sheets as HTML: sketches as inline SVG in the text color, pictures embedded.</summary>
internal static class CardHtml
{
    private const double Box = 100;
    private const double Inset = 13;

    /// <summary>Appends cards that belong together, each with its caption.</summary>
    public static void AppendGroup(StringBuilder html, IReadOnlyList<SheetCell> cells, FirstRow firstRow)
    {
        html.Append(cells[0].IsEmpty ? "<div class=\"group empty\">" : "<div class=\"group\">");
        foreach (SheetCell cell in cells)
        {
            html.Append("<figure>");
            Append(html, cell, firstRow);
            if (cell.Caption.Length > 0)
                html.Append($"<figcaption title=\"{Escape(cell.Caption)}\">{Escape(cell.Caption)}</figcaption>");
            html.Append("</figure>");
        }

        html.Append("</div>\n");
    }

    /// <summary>Appends one card without its caption.</summary>
    public static void Append(StringBuilder html, SheetCell cell, FirstRow firstRow)
    {
        string tone = cell.Tone switch
        {
            SheetTone.Pale => " pale",
            SheetTone.Warm => " warm",
            _ => "",
        };
        html.Append($"<div class=\"card{tone}\">");
        string label = Escape(cell.Caption.Length > 0 ? cell.Caption : cell.Sketch is null ? "picture" : "sketch");
        if (cell.Sketch is { } sketch)
        {
            SvgOptions options = new() { Size = Box, Margin = Inset, FirstRow = firstRow };
            html.Append($"<svg viewBox=\"0 0 {Box} {Box}\" role=\"img\" aria-label=\"{label}\">")
                .Append($"<path d=\"{SvgWriter.PathData(sketch.Points, options)}\"/></svg>");
        }
        else if (cell.Picture is { } picture)
        {
            string data = Convert.ToBase64String(PngWriter.Encode(picture.Pixels, picture.Width, picture.Height, 1));
            html.Append(
                $"<img alt=\"{label}\" width=\"{picture.Width}\" height=\"{picture.Height}\" src=\"data:image/png;base64,{data}\"/>");
        }

        html.Append("</div>");
    }
}
