using System.Text;
using RpclPix2Seq.Sketches.Images.Sheets;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>
/// Rows of sketches and pictures. A line has as many cards as fit the window, so columns and sizes of the sheet have no effect; its title
/// and subtitle are left to the heading and lead of the section.
/// </summary>
/// <param name="Sheet">What to show.</param>
internal sealed record SheetSection(Sheet Sheet) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        Sheet.Validate();
        foreach (SheetRow row in Sheet.Rows)
        {
            html.Append("<div class=\"row\">\n");
            if (row.Heading.Length > 0 || row.Detail.Length > 0)
            {
                html.Append($"<h3>{Escape(row.Heading)}");
                if (row.Detail.Length > 0)
                    html.Append($"<small>{Escape(row.Detail)}</small>");
                html.Append("</h3>\n");
            }

            html.Append("<div class=\"cards\">\n");
            foreach (IReadOnlyList<SheetCell> group in row.Groups())
                CardHtml.AppendGroup(html, group, Sheet.FirstRow);
            html.Append("</div>\n</div>\n");
        }
    }
}

/// <summary>One line of drawings that lead from one to another, such as an interpolation between two codes.</summary>
/// <param name="Cells">From the first to the last; their captions, if any, are below them.</param>
internal sealed record StripSection(params IReadOnlyList<SheetCell> Cells) : ReportSection
{
    /// <summary>The label at the left end; none if empty.</summary>
    public string From { get; init; } = "";

    /// <summary>The label at the right end; none if empty.</summary>
    public string To { get; init; } = "";

    /// <summary>The meaning of the first row of the sketches; default <see cref="FirstRow.Move"/>.</summary>
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
