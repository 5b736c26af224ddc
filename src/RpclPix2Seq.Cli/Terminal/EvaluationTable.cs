using System.Globalization;
using RpclPix2Seq.Evaluation;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>An evaluation as a table on the terminal.</summary>
internal static class EvaluationTable
{
    /// <summary>Writes the table to standard output.</summary>
    public static void Write(EvaluationReport report, CliHost host)
    {
        ReportTable table = new(
            new Column("measure"), new Column("value", IsRight: true), new Column(IntervalTitle(report), IsRight: true),
            new Column("sketches", IsRight: true));
        foreach (EvaluationFigure figure in EvaluationFigure.Of(report))
            table.Add(figure.Title, Value(figure), Interval(figure), figure.Interval is { } estimate ? $"{estimate.Count}" : "");
        foreach ((string title, Estimate original, Estimate drawn) in Strokes(report))
        {
            table.Add($"{title}, originals", Number(original.Value), Interval(original), $"{original.Count}");
            table.Add($"{title}, drawings", Number(drawn.Value), Interval(drawn), $"{drawn.Count}");
        }

        table.Write(host);
    }

    /// <summary>The heading of intervals.</summary>
    public static string IntervalTitle(EvaluationReport report) =>
        $"{(100 * report.Settings.Confidence).ToString("0.#", CultureInfo.InvariantCulture)} % interval";

    /// <summary>A figure as displayed: shares in percent.</summary>
    public static string Value(EvaluationFigure figure) => figure.IsShare ? Percent(figure.Value) : Number(figure.Value);

    /// <summary>A figure's interval; empty where it has none.</summary>
    public static string Interval(EvaluationFigure figure) => figure.Interval is not { } estimate ? ""
        : figure.IsShare ? $"{Percent(estimate.Low)} to {Percent(estimate.High)}" : Interval(estimate);

    /// <summary>The interval of a mean.</summary>
    public static string Interval(Estimate estimate) => $"{Number(estimate.Low)} to {Number(estimate.High)}";

    /// <summary>A share as percent with one decimal.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number with four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Stroke statistics of originals and drawings, side by side.</summary>
    public static IEnumerable<(string Title, Estimate Original, Estimate Drawn)> Strokes(EvaluationReport report) =>
    [
        ("points", report.OriginalStrokes.Points, report.DrawnStrokes.Points),
        ("strokes", report.OriginalStrokes.Strokes, report.DrawnStrokes.Strokes),
        ("ink length", report.OriginalStrokes.InkLength, report.DrawnStrokes.InkLength),
        ("size", report.OriginalStrokes.Size, report.DrawnStrokes.Size),
    ];
}
