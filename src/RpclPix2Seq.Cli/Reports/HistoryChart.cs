using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The weights of latent components over a training run, one curve each, with a ring where a component died.</summary>
internal static class HistoryChart
{
    private const double Width = 1000, Height = 360, Left = 56, Right = 14, Top = 14, Bottom = 44;

    /// <summary>The left and right edges of the plot area, as shares of the picture's width.</summary>
    public static (double First, double Last) Plane => (Left / Width, 1 - (Right / Width));

    /// <summary>The chart as an SVG element, which can also be a file of its own.</summary>
    /// <param name="snapshots">The history, in order, at least one snapshot.</param>
    /// <param name="threshold">Weight below which a component counts as dead.</param>
    public static string Render(IReadOnlyList<LatentSnapshot> snapshots, double threshold)
    {
        ChartAxis x = ChartAxis.Of(snapshots[0].Step, snapshots[^1].Step, 8, round: false);
        ChartAxis y = ChartAxis.Of(0, snapshots.Max(s => s.Weights.Max()), 5, round: true);
        StringBuilder svg = new();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"weights of the "
            + "latent components by step\" ")
            .Append("font-family=\"sans-serif\" font-size=\"13\" fill=\"none\" stroke-linejoin=\"round\">\n");
        AppendAxes(svg, x, y);
        for (int k = 0; k < snapshots[0].Weights.Length; k++)
            AppendCurve(svg, snapshots, k, threshold, x, y);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendAxes(StringBuilder svg, ChartAxis x, ChartAxis y)
    {
        foreach (double tick in y.Ticks)
        {
            string place = At(PlaceY(y, tick));
            svg.Append($"<path style=\"stroke: #8884; stroke-width: 1px\" d=\"M{At(Left)} {place}H{At(Width - Right)}\"/>")
                .Append($"<text x=\"{At(Left - 10)}\" y=\"{place}\" dy=\".35em\" text-anchor=\"end\" "
                    + $"fill=\"#888\">{y.Label(tick)}</text>\n");
        }

        foreach (double tick in x.Ticks)
            svg.Append($"<text x=\"{At(PlaceX(x, tick))}\" y=\"{At(Height - Bottom + 19)}\" text-anchor=\"middle\" "
                + $"fill=\"#888\">{x.Label(tick)}</text>\n");
        svg.Append(
            $"<text x=\"{At((Width + Left - Right) / 2)}\" y=\"{At(Height - 6)}\" text-anchor=\"middle\" fill=\"#888\">step</text>\n")
            .Append($"<text transform=\"translate(13 {At((Height + Top - Bottom) / 2)}) rotate(-90)\" text-anchor=\"middle\" "
                + "fill=\"#888\">weight</text>\n");
    }

    private static void AppendCurve(
        StringBuilder svg, IReadOnlyList<LatentSnapshot> snapshots, int component, double threshold, ChartAxis x, ChartAxis y)
    {
        StringBuilder path = new();
        int end = ComponentLife.Of(snapshots, component, threshold).End;
        for (int i = 0; i <= end; i++)
            path.Append($"{(i == 0 ? 'M' : 'L')}{At(PlaceX(x, snapshots[i].Step))} {At(PlaceY(y, snapshots[i].Weights[component]))}");
        svg.Append(
            $"<path stroke=\"{GroupColor.Css(component)}\" stroke-width=\"1.8\" d=\"{path}\"><title>component {component}</title></path>");
        if (end < snapshots.Count - 1)
        {
            svg.Append(
                $"<circle cx=\"{At(PlaceX(x, snapshots[end].Step))}\" cy=\"{At(PlaceY(y, snapshots[end].Weights[component]))}\" r=\"4\" ")
                .Append($"style=\"fill: none; stroke: {GroupColor.Css(component)}; stroke-width: 1.8px\"/>");
        }

        svg.Append('\n');
    }

    private static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double PlaceX(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double PlaceY(ChartAxis axis, double value) => Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));
}
