using System.Text;
using RpclPix2Seq.Cli.Terminal;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>A table.</summary>
/// <param name="Columns">Headings, and on which side the cells stand.</param>
/// <param name="Rows">One cell a column each.</param>
internal sealed record TableSection(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        html.Append("<div class=\"table\"><table>\n<thead>");
        AppendRow(html, "th", [.. Columns.Select(column => column.Title)]);
        html.Append("</thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in Rows)
            AppendRow(html, "td", row);
        html.Append("</tbody>\n</table></div>\n");
    }

    private void AppendRow(StringBuilder html, string tag, IReadOnlyList<string> cells)
    {
        if (cells.Count != Columns.Count)
            throw new ArgumentException($"a row of {cells.Count} cells in a table of {Columns.Count} columns", nameof(cells));
        html.Append("<tr>");
        for (int i = 0; i < cells.Count; i++)
            html.Append($"<{tag}{(Columns[i].IsRight ? " class=\"right\"" : "")}>{Escape(cells[i])}</{tag}>");
        html.Append("</tr>\n");
    }
}
