using System.Text;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Commands to type, or other text that is to stand as it is.</summary>
/// <param name="Text">One or more lines.</param>
internal sealed record CommandSection(string Text) : ReportSection
{
    internal override void AppendBody(StringBuilder html) => html.Append($"<pre><code>{Escape(Text.Trim('\r', '\n'))}</code></pre>\n");
}
