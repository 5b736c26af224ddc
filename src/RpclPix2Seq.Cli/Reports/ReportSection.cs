using System.Globalization;
using System.Text;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Images.Maps;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>A part of a report under a heading of its own. Its inputs are text, not markup: everything is escaped.</summary>
internal abstract record ReportSection
{
    /// <summary>The heading; none if empty.</summary>
    public string Heading { get; init; } = "";

    /// <summary>A paragraph that says what is shown; none if empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Appends what comes below the heading, as HTML that is also well-formed XML.</summary>
    /// <exception cref="InputException">The content cannot be shown, for example an offset is not finite.</exception>
    internal abstract void AppendBody(StringBuilder html);
}

/// <summary>Commands to type, or other verbatim text.</summary>
/// <param name="Text">One or more lines.</param>
internal sealed record CommandSection(string Text) : ReportSection
{
    internal override void AppendBody(StringBuilder html) => html.Append($"<pre><code>{Escape(Text.Trim('\r', '\n'))}</code></pre>\n");
}

/// <summary>Tiles with the numbers that matter.</summary>
/// <param name="Figures">From left to right.</param>
internal sealed record FiguresSection(params IReadOnlyList<KeyFigure> Figures) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        html.Append("<dl class=\"figures\">\n");
        foreach (KeyFigure figure in Figures)
        {
            html.Append($"<div><dt>{Escape(figure.Label)}</dt><dd>{Escape(figure.Value)}");
            if (figure.Detail.Length > 0)
                html.Append($"<small>{Escape(figure.Detail)}</small>");
            html.Append("</dd></div>\n");
        }

        html.Append("</dl>\n");
    }
}

/// <summary>One number that matters.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number, as displayed.</param>
/// <param name="Detail">A few words below it: the unit, what it is compared with; none if empty.</param>
internal sealed record KeyFigure(string Label, string Value, string Detail = "");

/// <summary>A table.</summary>
/// <param name="Columns">The headings and the alignment of the cells.</param>
/// <param name="Rows">One cell per column each.</param>
internal sealed record TableSection(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportSection
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

/// <summary>Parts of a whole as bars.</summary>
/// <param name="Shares">The name, the share from 0 to 1, the number of its <see cref="GroupColor"/>, and a few words at the end.</param>
internal sealed record SharesSection(IReadOnlyList<(string Name, double Share, int Color, string Detail)> Shares) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        html.Append("<ul class=\"shares\">\n");
        foreach ((string name, double share, int color, string detail) in Shares)
        {
            html.Append(
                $"<li><span>{Escape(name)}</span><b><i style=\"width: {Percent(share)}; background: {GroupColor.Css(color)}\"></i></b>")
                .Append($"<em>{Percent(share)}</em><small>{Escape(detail)}</small></li>\n");
        }

        html.Append("</ul>\n");
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
