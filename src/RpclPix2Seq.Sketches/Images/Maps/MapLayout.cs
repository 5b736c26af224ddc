using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>The positions of everything on a map, in px, for both the PNG and the SVG output.</summary>
internal sealed class MapLayout
{
    /// <summary>Sizes and widths of cards, ellipses and the dots of the legend.</summary>
    public const double LegendRadius = 4.8, ThumbSize = 42, ThumbRadius = 4, ThumbBorder = 1.5, ThumbLine = 1, EllipseWidth = 1.75,
    BadgeRadius = 9;

    private const double PlotWidth = 980, PlotHeight = 720, LegendGap = 26, LegendWidth = 170, LegendLine = 19;

    // Up to this many dots have the largest size; more of them are smaller, so that the total ink stays the same.
    private const double FewDots = 1500, LargestDot = 2.4, SmallestDot = 1.1;

    // Cards are spaced further apart than they are wide, so that the dots between them stay visible.
    private const double ThumbPitch = 51;
    private const double Padding = 30;
    private const int EllipseSides = 128;

    private readonly double _scale, _middleX, _middleY, _top;

    private MapLayout(SketchMap map)
    {
        (_top, Width) = (Margin, (2 * Margin) + PlotWidth + LegendGap + LegendWidth);
        _top = PlaceTitle(map);
        Height = _top + PlotHeight + Margin;

        double[] xs = [.. map.Points.Select(p => p.X), .. map.Ellipses.Select(e => e.X)],
            ys = [.. map.Points.Select(p => p.Y), .. map.Ellipses.Select(e => e.Y)];
        (_middleX, _middleY) = ((xs.Min() / 2) + (xs.Max() / 2), (ys.Min() / 2) + (ys.Max() / 2));
        _scale = Math.Min((PlotWidth - (2 * Padding)) / (xs.Max() - xs.Min()), (PlotHeight - (2 * Padding)) / (ys.Max() - ys.Min()));
        _scale = double.IsFinite(_scale) ? _scale : 0;

        DotRadius = Math.Clamp(LargestDot * Math.Sqrt(FewDots / map.Points.Count), SmallestDot, LargestDot);
        Dots = [.. map.Points.Select(point => Place((point.X, point.Y)))];
        Thumbs = ChooseThumbs(map);
        foreach (MapEllipse ellipse in map.Ellipses)
        {
            Ellipses.Add((Clip(Array.ConvertAll(ellipse.Outline(EllipseSides), Place)), ellipse.Color));
            PlaceBadge(ellipse);
        }

        PlaceLegend(map);
    }

    /// <summary>Width of the picture.</summary>
    public double Width { get; }

    /// <summary>Height of the picture.</summary>
    public double Height { get; }

    /// <summary>The radius of the dots.</summary>
    public double DotRadius { get; }

    /// <summary>The position of every point.</summary>
    public (double X, double Y)[] Dots { get; }

    /// <summary>The points shown as cards, which are centered on them; no two cards overlap.</summary>
    public IReadOnlyList<int> Thumbs { get; }

    /// <summary>The parts of the ellipses that are inside the plot.</summary>
    public List<(IReadOnlyList<(double X, double Y)[]> Outlines, int? Color)> Ellipses { get; } = [];

    /// <summary>Round labels of the ellipses.</summary>
    public List<(double X, double Y, int? Color)> Badges { get; } = [];

    /// <summary>The dots of the legend.</summary>
    public List<(double X, double Y, int Color)> LegendDots { get; } = [];

    /// <summary>All lines of text.</summary>
    public List<PlacedText> Texts { get; } = [];

    /// <summary>Lays out a valid map.</summary>
    public static MapLayout Of(SketchMap map) => new(map);

    private double PlaceTitle(SketchMap map)
    {
        double y = Margin;
        foreach ((string text, double cap, bool muted) in ((string, double, bool)[])[(map.Title, TitleCap, false),
            (map.Subtitle, SubtitleCap, true)])
        {
            if (text.Length == 0)
                continue;
            AddText(text, Margin, y + cap, cap, Width - (2 * Margin), muted);
            y += cap + 9;
        }

        return y;
    }

    private (double X, double Y) Place((double X, double Y) point) =>
        (Margin + (PlotWidth / 2) + ((point.X - _middleX) * _scale), _top + (PlotHeight / 2) - ((point.Y - _middleY) * _scale));

    /// <summary>Goes through the points in a fixed random order and takes those that still have room.</summary>
    private List<int> ChooseThumbs(SketchMap map)
    {
        int[] order = [.. Enumerable.Range(0, map.Points.Count).Where(i => !map.Points[i].Cell.IsEmpty)];
        CounterRandom random = new(RandomPurpose.Maps);
        random.Shuffle<int>(order);
        Dictionary<(int, int), int> taken = [];
        List<int> chosen = [];
        foreach (int i in order)
        {
            (int column, int row) = ((int)(Dots[i].X / ThumbPitch), (int)(Dots[i].Y / ThumbPitch));
            bool isFree = true;
            for (int near = 0; near < 9 && isFree; near++)
            {
                if (taken.TryGetValue((column + (near % 3) - 1, row + (near / 3) - 1), out int other))
                    isFree = Math.Abs(Dots[other].X - Dots[i].X) >= ThumbPitch || Math.Abs(Dots[other].Y - Dots[i].Y) >= ThumbPitch;
            }

            if (!isFree)
                continue;
            taken[(column, row)] = i;
            chosen.Add(i);
        }

        return chosen;
    }

    private bool IsInside((double X, double Y) p) => p.X >= Margin && p.X <= Margin + PlotWidth && p.Y >= _top && p.Y <= _top + PlotHeight;

    private List<(double X, double Y)[]> Clip((double X, double Y)[] outline)
    {
        List<(double X, double Y)[]> parts = [];
        List<(double X, double Y)> part = [];
        foreach ((double X, double Y) point in outline)
        {
            if (IsInside(point))
            {
                part.Add(point);
                continue;
            }

            if (part.Count > 1)
                parts.Add([.. part]);
            part.Clear();
        }

        if (part.Count > 1)
            parts.Add([.. part]);
        return parts;
    }

    private void PlaceBadge(MapEllipse ellipse)
    {
        (double x, double y) = Place((ellipse.X, ellipse.Y));
        Badges.Add((x, y, ellipse.Color));
        Texts.Add(new PlacedText(ellipse.Label, ellipse.Label, x, y + (DetailCap / 2), DetailCap, IsMuted: false, IsCentered: true));
    }

    private void PlaceLegend(SketchMap map)
    {
        Dictionary<int, int> counts = map.Points.CountBy(point => point.Group).ToDictionary();
        int[] shown = [.. Enumerable.Range(0, map.Groups.Count).Where(counts.ContainsKey)];
        int most = (int)(PlotHeight / LegendLine) - 1;
        double x = Margin + PlotWidth + LegendGap, y = _top + (LegendLine / 2);
        foreach (int group in shown.Take(most))
        {
            LegendDots.Add((x + 4, y, map.Groups[group].Color));
            AddText($"{map.Groups[group].Name} · {counts[group]}", x + 15, y + (HeadingCap / 2), HeadingCap, LegendWidth - 15,
                isMuted: false);
            y += LegendLine;
        }

        if (shown.Length > most)
            AddText($"and {shown.Length - most} more", x + 15, y + (HeadingCap / 2), HeadingCap, LegendWidth - 15, isMuted: true);
    }

    private void AddText(string text, double x, double baseline, double cap, double width, bool isMuted)
    {
        string fitting = StrokeText.Fit(text, cap, width);
        if (fitting.Length > 0)
            Texts.Add(new PlacedText(fitting, text, x, baseline, cap, isMuted, IsCentered: false));
    }
}
