using System.Globalization;
using System.Numerics;
using System.Security;
using System.Text;

namespace RpclPix2Seq.Studio.Recipes;

/// <summary>Sketches as SVG, each stroke a path, with a recipe in the metadata.</summary>
internal static class SvgFile
{
    private const double Side = 256, Margin = 10, LineWidth = 2.5;
    private const double PlotterSide = 180, PlotterMargin = 10, PlotterLineWidth = 0.4; // mm; a page of A4 is 210 wide
    private const double UnitsPerSecond = 400, Pause = 0.12;

    /// <summary>A picture.</summary>
    /// <param name="strokes">Strokes in any unit.</param>
    /// <param name="recipe">JSON, or null.</param>
    public static string Still(IReadOnlyList<Vector2[]> strokes, string? recipe)
    {
        Fit fit = Fit.Of(strokes, Side, Margin);
        StringBuilder text = Begin(Side, "", recipe);
        Group(text, LineWidth);
        foreach (Vector2[] stroke in strokes)
            text.Append($"<path d=\"{Path(stroke, fit)}\"/>");
        return text.Append("</g></svg>\n").ToString();
    }

    /// <summary>A picture that draws itself once; whole where people want no motion.</summary>
    /// <inheritdoc cref="Still"/>
    public static string Animated(IReadOnlyList<Vector2[]> strokes, string? recipe)
    {
        Fit fit = Fit.Of(strokes, Side, Margin);
        StringBuilder text = Begin(Side, "", recipe);
        text.Append("<style>@keyframes d{to{stroke-dashoffset:0}}@media(prefers-reduced-motion:no-preference){path{stroke-dasharray:1 2;"
            + "stroke-dashoffset:1.001;animation:d linear forwards}}</style>");
        Group(text, LineWidth);
        double at = 0;
        foreach (Vector2[] stroke in strokes)
        {
            double time = Math.Max(Length(stroke) * fit.Scale / UnitsPerSecond, 0.05);
            text.Append(CultureInfo.InvariantCulture,
                $"<path pathLength=\"1\" style=\"animation-delay:{at:0.###}s;animation-duration:{time:0.###}s\" ")
                .Append($"d=\"{Path(stroke, fit)}\"/>");
            at += time + Pause;
        }

        return text.Append("</g></svg>\n").ToString();
    }

    /// <summary>Lines for a pen plotter, in millimeters, in an order with short ways between them.</summary>
    /// <inheritdoc cref="Still"/>
    public static string Plotter(IReadOnlyList<Vector2[]> strokes, string? recipe)
    {
        Fit fit = Fit.Of(strokes, PlotterSide, PlotterMargin);
        StringBuilder text = Begin(PlotterSide, "mm", recipe);
        Group(text, PlotterLineWidth);
        foreach (Vector2[] stroke in PlotterPath.Order([.. strokes.Select(stroke => Array.ConvertAll(stroke, fit.Map))], default))
            text.Append($"<path d=\"{Path(stroke, Fit.None)}\"/>");
        return text.Append("</g></svg>\n").ToString();
    }

    private static StringBuilder Begin(double side, string unit, string? recipe)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}{unit}\" height=\"{side}{unit}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {side} {side}\">");
        if (recipe is not null)
            text.Append($"<metadata id=\"{RecipeMark.Name}\">{SecurityElement.Escape(recipe)}</metadata>");
        return text;
    }

    private static void Group(StringBuilder text, double width) => text.Append(
        CultureInfo.InvariantCulture,
        $"<g fill=\"none\" stroke=\"black\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">");

    private static string Path(Vector2[] stroke, Fit fit)
    {
        StringBuilder text = new();
        foreach (Vector2 point in stroke)
        {
            Vector2 placed = fit.Map(point);
            text.Append(text.Length == 0 ? 'M' : 'L')
                .Append(CultureInfo.InvariantCulture, $"{placed.X:0.##} {placed.Y:0.##}");
        }

        return stroke.Length == 1 ? text.Append("h0").ToString() : text.ToString();
    }

    private static double Length(Vector2[] stroke) => stroke.Zip(stroke.Skip(1), (a, b) => (double)Vector2.Distance(a, b)).Sum();

    /// <summary>Puts a drawing into the middle of a square.</summary>
    private readonly record struct Fit(double Scale, Vector2 Middle, double Center)
    {
        public static Fit None { get; } = new(1, default, 0);

        public static Fit Of(IReadOnlyList<Vector2[]> strokes, double side, double margin)
        {
            Vector2 least = new(float.PositiveInfinity), most = new(float.NegativeInfinity);
            foreach (Vector2 point in strokes.SelectMany(stroke => stroke))
                (least, most) = (Vector2.Min(least, point), Vector2.Max(most, point));
            double extent = Math.Max(most.X - least.X, most.Y - least.Y);
            return new Fit(extent > 0 ? (side - (2 * margin)) / extent : 1, (least + most) / 2, side / 2);
        }

        public Vector2 Map(Vector2 point) => new(
            (float)(((point.X - Middle.X) * Scale) + Center), (float)(((point.Y - Middle.Y) * Scale) + Center));
    }
}
