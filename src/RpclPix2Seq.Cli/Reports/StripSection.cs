using System.Text;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>One line of drawings that lead from one to another, such as an interpolation between two codes.</summary>
/// <param name="Cells">From the first to the last; their captions, if any, stand below them.</param>
internal sealed record StripSection(params IReadOnlyList<SheetCell> Cells) : ReportSection
{
    /// <summary>What stands at the left end; none if empty.</summary>
    public string From { get; init; } = "";

    /// <summary>What stands at the right end; none if empty.</summary>
    public string To { get; init; } = "";

    /// <summary>What the first row of the sketches means; default <see cref="FirstRow.Move"/>.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    internal override void AppendBody(StringBuilder html)
    {
        if (Cells.Count > 0)
        {
            html.Append("<div class=\"strip\">\n");
            CardHtml.AppendGroup(html, Cells, FirstRow);
            html.Append("</div>\n");
        }

        if (From.Length > 0 || To.Length > 0)
            html.Append($"<div class=\"ends\"><span>{Escape(From)}</span><i></i><span>{Escape(To)}</span></div>\n");
    }
}
