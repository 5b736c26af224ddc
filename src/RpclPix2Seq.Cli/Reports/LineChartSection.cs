using System.Globalization;
using System.Text;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Curves over a common axis, such as the losses of training and validation by step.</summary>
/// <param name="Series">The curves, at most five; later ones are drawn over earlier ones. A curve of many points is also shown as its
/// running mean.</param>
internal sealed record LineChartSection(params IReadOnlyList<ChartSeries> Series) : ReportSection
{
    private const int Colors = 5;
    private const double Width = 1000, Height = 330, Left = 56, Right = 14, Top = 14, Bottom = 44;

    // More than two points per column of the chart would show nothing more.
    private const int MostBuckets = 500;

    // Curves of more points than this are shown as their running mean, over a faint curve of all the points.
    private const int MostUnsmoothed = 300;
    private const int SmoothedParts = 40;

    /// <summary>What the horizontal axis counts; default step.</summary>
    public string XLabel { get; init; } = "step";

    /// <summary>What the vertical axis measures; default loss.</summary>
    public string YLabel { get; init; } = "loss";

    internal override void AppendBody(StringBuilder html)
    {
        if (Series.Count > Colors)
            throw new ArgumentException($"{Series.Count} curves; {Colors} can be told apart", nameof(html));
        List<(double X, double Y)> all = [.. Series.SelectMany(series => series.Points).Where(IsFinite)];
        if (all.Count == 0)
        {
            html.Append("<p class=\"none\">No values.</p>\n");
            return;
        }

        ChartAxis x = ChartAxis.Of(all.Min(p => p.X), all.Max(p => p.X), 8, round: false);
        ChartAxis y = ChartAxis.Of(all.Min(p => p.Y), all.Max(p => p.Y), 5, round: true);
        AppendLegend(html);
        string label = Escape($"{YLabel} by {XLabel}: {string.Join(", ", Series.Select(series => series.Name))}");
        html.Append($"<div class=\"chart\"><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">\n");
        AppendAxes(html, x, y);
        for (int i = 0; i < Series.Count; i++)
        {
            IReadOnlyList<(double X, double Y)> points = Series[i].Points;
            if (points.Count > MostUnsmoothed)
            {
                AppendCurve(html, Thin(points), $"s{i + 1} faint", x, y);
                points = [.. Thin(Smooth(points))];
            }

            AppendCurve(html, points, $"s{i + 1}", x, y);
        }

        html.Append("</svg></div>\n");
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double PlaceX(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double PlaceY(ChartAxis axis, double value) => Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));

    private void AppendLegend(StringBuilder html)
    {
        html.Append("<ul class=\"legend\">");
        for (int i = 0; i < Series.Count; i++)
        {
            html.Append($"<li><i class=\"s{i + 1}\"></i>{Escape(Series[i].Name)}");
            foreach ((double _, double last) in Series[i].Points.Where(IsFinite).TakeLast(1))
                html.Append($" <b>{last.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '\u2212')}</b>");
            if (Series[i].Points.Count > MostUnsmoothed)
                html.Append(" (line: running mean)");
            html.Append("</li>");
        }

        html.Append("</ul>\n");
    }

    private void AppendAxes(StringBuilder html, ChartAxis x, ChartAxis y)
    {
        (string bottom, string right) = (At(Height - Bottom), At(Width - Right));
        foreach (double tick in y.Ticks)
        {
            string place = At(PlaceY(y, tick));
            html.Append($"<path class=\"grid\" d=\"M{At(Left)} {place}H{right}\"/>")
                .Append($"<text x=\"{At(Left - 10)}\" y=\"{place}\" dy=\".35em\" class=\"end\">{y.Label(tick)}</text>\n");
        }

        html.Append($"<path class=\"axis\" d=\"M{At(Left)} {bottom}H{right}\"/>\n");
        foreach (double tick in x.Ticks)
        {
            string place = At(PlaceX(x, tick));
            html.Append($"<path class=\"axis\" d=\"M{place} {bottom}v4\"/>")
                .Append($"<text x=\"{place}\" y=\"{At(Height - Bottom + 19)}\" class=\"middle\">{x.Label(tick)}</text>\n");
        }

        html.Append($"<text x=\"{At((Width + Left - Right) / 2)}\" y=\"{At(Height - 6)}\" class=\"middle\">{Escape(XLabel)}</text>\n")
            .Append($"<text transform=\"translate(13 {At((Height + Top - Bottom) / 2)}) rotate(-90)\" "
                + $"class=\"middle\">{Escape(YLabel)}</text>\n");
    }

    private static void AppendCurve(StringBuilder html, IEnumerable<(double X, double Y)> points, string style, ChartAxis x, ChartAxis y)
    {
        StringBuilder path = new();
        bool isDown = false;
        (double X, double Y)? last = null;
        foreach ((double X, double Y) point in points)
        {
            if (!IsFinite(point))
            {
                isDown = false;
                continue;
            }

            path.Append($"{(isDown ? 'L' : 'M')}{At(PlaceX(x, point.X))} {At(PlaceY(y, point.Y))}");
            if (!isDown)
                path.Append("h0"); // A point between two gaps shows as a dot.
            isDown = true;
            last = point;
        }

        if (last is not { } end)
            return;
        html.Append($"<path class=\"{style}\" d=\"{path}\"/>");
        if (!style.EndsWith("faint", StringComparison.Ordinal))
            html.Append($"<circle class=\"{style}\" cx=\"{At(PlaceX(x, end.X))}\" cy=\"{At(PlaceY(y, end.Y))}\" r=\"3.5\"/>");
        html.Append('\n');
    }

    /// <summary>At every point, the mean of the points around it, fewer toward the ends; gaps stay.</summary>
    private static List<(double X, double Y)> Smooth(IReadOnlyList<(double X, double Y)> points)
    {
        int reach = points.Count / SmoothedParts / 2;
        double[] sums = new double[points.Count + 1];
        int[] counts = new int[points.Count + 1];
        for (int i = 0; i < points.Count; i++)
        {
            bool counted = IsFinite(points[i]);
            sums[i + 1] = sums[i] + (counted ? points[i].Y : 0);
            counts[i + 1] = counts[i] + (counted ? 1 : 0);
        }

        List<(double X, double Y)> smooth = new(points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            // Equally far to both sides, or the curve would bend at its ends.
            int near = Math.Min(reach, Math.Min(i, points.Count - 1 - i));
            (int first, int end) = (i - near, i + near + 1);
            double mean = (sums[end] - sums[first]) / (counts[end] - counts[first]);
            smooth.Add(IsFinite(points[i]) ? (points[i].X, mean) : points[i]);
        }

        return smooth;
    }

    /// <summary>Of many points, the lowest and the highest of every short stretch, so that peaks stay; every gap stays, too.</summary>
    private static IEnumerable<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count <= 2 * MostBuckets)
            return points;
        int[] kept = [.. Enumerable.Range(0, MostBuckets).SelectMany(Extremes), 0, points.Count - 1];
        return kept.Distinct().Order().Select(i => points[i]);

        IEnumerable<int> Extremes(int bucket)
        {
            int first = (int)((long)bucket * points.Count / MostBuckets);
            int end = (int)((bucket + 1L) * points.Count / MostBuckets);
            IEnumerable<int> bucketPoints = Enumerable.Range(first, end - first);
            int[] finite = [.. bucketPoints.Where(i => IsFinite(points[i]))];
            IEnumerable<int> gap = bucketPoints.Where(i => !IsFinite(points[i])).Take(1);
            return finite.Length == 0 ? gap : [finite.MinBy(i => points[i].Y), finite.MaxBy(i => points[i].Y), .. gap];
        }
    }
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points by ascending X. Where one is not finite, the line is interrupted.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>The scale of an axis, with ticks at round numbers.</summary>
internal sealed class ChartAxis
{
    private ChartAxis(double low, double high, double step)
    {
        (Low, High, Step) = (low, high, step);
    }

    /// <summary>The value at the beginning.</summary>
    public double Low { get; }

    /// <summary>The value at the end; above <see cref="Low"/>.</summary>
    public double High { get; }

    /// <summary>The distance from one tick to the next.</summary>
    public double Step { get; }

    /// <summary>The values of the ticks, in ascending order.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            double first = Math.Ceiling((Low / Step) - 1e-9);
            for (int i = 0; (first + i) * Step <= High + (Step * 1e-9); i++)
                yield return (first + i) * Step;
        }
    }

    /// <summary>An axis for values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, at least <paramref name="low"/>.</param>
    /// <param name="ticks">About how many ticks, at least 2.</param>
    /// <param name="round">Whether the axis extends to the next ticks at both ends.</param>
    public static ChartAxis Of(double low, double high, int ticks, bool round)
    {
        // Far from zero, or if all values are equal, the spacing of doubles is too fine for a scale.
        double least = Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9, 1e-12);
        if (high - low < least)
            (low, high) = (low - Math.Max(least, Math.Abs(low) * 0.05), high + Math.Max(least, Math.Abs(high) * 0.05));
        double step = RoundStep((high - low) / ticks);
        return round
            ? new ChartAxis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step)
            : new ChartAxis(low, high, step);
    }

    /// <summary>The position of a value on the axis: 0 at its beginning, 1 at its end.</summary>
    public double Place(double value) => (value - Low) / (High - Low);

    /// <summary>A tick's label: as many decimals as the step has, thousands as k and millions as M.</summary>
    public string Label(double value)
    {
        (double unit, string suffix) = Math.Max(Math.Abs(Low), Math.Abs(High)) switch
        {
            >= 1e15 or < 1e-5 => (0, ""),
            >= 2e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1, ""),
        };
        if (unit == 0)
            return Math.Abs(value) < Step / 2 ? "0" : value.ToString("0.##e0", CultureInfo.InvariantCulture);
        int decimals = 0;
        while (decimals < 9 && Math.Round(Step / unit * Math.Pow(10, decimals), 6) % 1 != 0)
            decimals++;
        double shown = Math.Round(value / unit, decimals);
        return shown == 0 ? "0" : shown.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '\u2212') + suffix;
    }

    // The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below the given value.
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] steps = [1, 2, 2.5, 5, 10];
        return steps.First(step => step == 10 || step * power >= least * (1 - 1e-9)) * power;
    }
}
