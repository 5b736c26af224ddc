namespace RpclPix2Seq.Cli.Reports;

/// <summary>One number that matters.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number, as it is to be read.</param>
/// <param name="Detail">A few words below it: the unit, what it is compared with; none if empty.</param>
internal sealed record KeyFigure(string Label, string Value, string Detail = "");
