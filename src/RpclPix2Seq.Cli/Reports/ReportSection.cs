using RpclPix2Seq.Sketches.Files;
using System.Text;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>A part of a report under a heading of its own. What it is given is text, not markup: everything is escaped.</summary>
internal abstract record ReportSection
{
    /// <summary>The heading; none if empty.</summary>
    public string Heading { get; init; } = "";

    /// <summary>A paragraph that says what there is to see; none if empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Appends what comes below the heading, as HTML that is also well-formed XML.</summary>
    /// <exception cref="InputException">The content cannot be shown, for example an offset is not finite.</exception>
    internal abstract void AppendBody(StringBuilder html);
}
