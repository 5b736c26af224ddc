using System.Text;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

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
