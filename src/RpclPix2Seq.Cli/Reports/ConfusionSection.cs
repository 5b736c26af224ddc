using System.Globalization;
using System.Text;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>
/// Which categories were taken for which: a row per category, a column per answer; the darker a cell, the larger its share of the row.
/// </summary>
/// <param name="Categories">The rows.</param>
/// <param name="Answers">The columns.</param>
/// <param name="Counts">The counts: [category][answer].</param>
internal sealed record ConfusionSection(
    IReadOnlyList<string> Categories, IReadOnlyList<string> Answers, IReadOnlyList<IReadOnlyList<int>> Counts) : ReportSection
{
    private const double Darkest = 0.6;

    internal override void AppendBody(StringBuilder html)
    {
        html.Append("<div class=\"table\"><table>\n<thead><tr><th></th>");
        foreach (string answer in Answers)
            html.Append($"<th class=\"right\">{Escape(answer)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < Categories.Count; row++)
        {
            double sum = Math.Max(Counts[row].Sum(), 1);
            html.Append($"<tr><th>{Escape(Categories[row])}</th>");
            foreach (int count in Counts[row])
            {
                string shade = (Darkest * count / sum).ToString("0.###", CultureInfo.InvariantCulture);
                html.Append(
                    count == 0
                        ? "<td class=\"right none\">0</td>"
                        : $"<td class=\"right\" style=\"background: rgba(72, 130, 180, {shade})\">{count}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }
}
