using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>A histogram of the points per sketch; the last bar counts all sketches that are longer than nearly all others.</summary>
/// <param name="Lengths">The counted lengths.</param>
internal sealed record ImportHistogramSection(LengthTally Lengths) : ReportSection
{
    private const double Width = 1000, Height = 260, Left = 56, Right = 14, Top = 14, Bottom = 44;
    private const int MostBars = 60;

    // The few that are far longer than all others would squeeze the rest into one bar.
    private const double Shown = 0.99;

    internal override void AppendBody(StringBuilder html)
    {
        if (Lengths.Count == 0)
        {
            html.Append("<p class=\"none\">No sketches.</p>\n");
            return;
        }

        (int width, long[] bars) = Bars(Lengths);
        ChartAxis x = ChartAxis.Of(0, width * bars.Length, 10, round: false);
        ChartAxis y = ChartAxis.Of(0, bars.Max(), 4, round: true);
        html.Append($"<div class=\"chart\"><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"sketches by points\">\n");
        foreach (double tick in y.Ticks)
        {
            string place = At(PlaceY(y, tick));
            html.Append($"<path class=\"grid\" d=\"M{At(Left)} {place}H{At(Width - Right)}\"/>")
                .Append($"<text x=\"{At(Left - 10)}\" y=\"{place}\" dy=\".35em\" class=\"end\">{y.Label(tick)}</text>\n");
        }

        double gap = bars.Length > MostBars / 2 ? 1 : 2;
        for (int i = 0; i < bars.Length; i++)
        {
            if (bars[i] == 0)
                continue;
            double left = PlaceX(x, i * width), right = PlaceX(x, (i + 1) * width), top = PlaceY(y, bars[i]);
            (int first, int last) = ((i * width) + 1, (i + 1) * width);
            string range = i == bars.Length - 1 ? $"{first} and more" : width == 1 ? $"{first}" : $"{first} to {last}";
            string size = $"width=\"{At(Math.Max(right - left - gap, 0.5))}\" height=\"{At(Height - Bottom - top)}\"";
            html.Append($"<rect class=\"s1\" x=\"{At(left)}\" y=\"{At(top)}\" {size}>")
                .Append($"<title>{range} points: {Plural.Sketches(bars[i])}</title></rect>\n");
        }

        html.Append($"<path class=\"axis\" d=\"M{At(Left)} {At(Height - Bottom)}H{At(Width - Right)}\"/>\n");
        foreach (double tick in x.Ticks)
            html.Append($"<text x=\"{At(PlaceX(x, tick))}\" y=\"{At(Height - Bottom + 19)}\" class=\"middle\">{x.Label(tick)}</text>\n");
        html.Append($"<text x=\"{At((Width + Left - Right) / 2)}\" y=\"{At(Height - 6)}\" class=\"middle\">points</text>\n</svg></div>\n");
    }

    /// <summary>The width of the bars in points, and their heights; bar i counts lengths from i·width + 1 to (i + 1)·width.</summary>
    internal static (int Width, long[] Bars) Bars(LengthTally lengths)
    {
        int end = Math.Max(lengths.Quantile(Shown), 1);
        int width = Math.Max(1, (end + MostBars - 1) / MostBars);
        long[] bars = new long[Math.Min((end + width - 1) / width + 1, Math.Max((lengths.Longest + width - 1) / width, 1))];
        for (int i = 0; i < lengths.Bins.Length; i++)
        {
            if (lengths.Bins[i] > 0)
                bars[Math.Min((LengthHistogram.RangeOf(i).First - 1) / width, bars.Length - 1)] += lengths.Bins[i];
        }

        return (width, bars);
    }

    private static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double PlaceX(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double PlaceY(ChartAxis axis, double value) => Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));
}
