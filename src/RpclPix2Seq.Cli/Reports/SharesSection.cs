using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Images.Maps;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Parts of a whole as bars.</summary>
/// <param name="Shares">The name, the share from 0 to 1, the number of its <see cref="GroupColour"/>, and a few words at the end.</param>
internal sealed record SharesSection(IReadOnlyList<(string Name, double Share, int Colour, string Detail)> Shares) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        html.Append("<ul class=\"shares\">\n");
        foreach ((string name, double share, int colour, string detail) in Shares)
        {
            html.Append($"<li><span>{Escape(name)}</span><b><i style=\"width: {Percent(share)}; background: {GroupColour.Css(colour)}\"></i></b>")
                .Append($"<em>{Percent(share)}</em><small>{Escape(detail)}</small></li>\n");
        }

        html.Append("</ul>\n");
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
