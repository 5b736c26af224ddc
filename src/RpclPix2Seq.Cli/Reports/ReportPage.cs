using System.Text;
using RpclPix2Seq.Sketches.Files;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>
/// A report as one HTML file that needs nothing else: no scripts or fonts from elsewhere, no links. Light or dark like the reader's system,
/// and as wide as the window.
/// </summary>
/// <param name="title">The heading of the page.</param>
internal sealed class ReportPage(string title)
{
    private readonly List<ReportSection> _sections = [];

    /// <summary>A paragraph under the heading; none if empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>A line at the end: what made the report, from what; none if empty.</summary>
    public string Footer { get; init; } = "";

    /// <summary>Seconds after which a browser loads the page again; 0 for never.</summary>
    public int RefreshSeconds { get; init; }

    /// <summary>Adds a section at the end.</summary>
    /// <returns>This page.</returns>
    public ReportPage Add(ReportSection section)
    {
        _sections.Add(section);
        return this;
    }

    /// <summary>The HTML, which is also well-formed XML.</summary>
    /// <exception cref="InputException">A section has content that cannot be shown.</exception>
    public string Render()
    {
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append(RefreshSeconds > 0 ? $"<meta http-equiv=\"refresh\" content=\"{RefreshSeconds}\"/>\n" : "")
            .Append($"<title>{Escape(title)}</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>\n")
            .Append($"<header>\n<h1>{Escape(title)}</h1>\n");
        AppendParagraph(html, Lead);
        html.Append("</header>\n");
        foreach (ReportSection section in _sections)
        {
            html.Append("<section>\n");
            if (section.Heading.Length > 0)
                html.Append($"<h2>{Escape(section.Heading)}</h2>\n");
            AppendParagraph(html, section.Lead);
            section.AppendBody(html);
            html.Append("</section>\n");
        }

        if (Footer.Length > 0)
            html.Append($"<footer>{Escape(Footer)}</footer>\n");
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Writes <see cref="Render"/> to a file, completely or not at all.</summary>
    /// <exception cref="InputException">As for <see cref="Render"/>, or the file cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, Render());

    private static void AppendParagraph(StringBuilder html, string text)
    {
        if (text.Length > 0)
            html.Append($"<p class=\"lead\">{Escape(text)}</p>\n");
    }
}
