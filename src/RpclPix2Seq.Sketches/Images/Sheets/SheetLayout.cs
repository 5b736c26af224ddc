using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>The positions of everything on a sheet, in px, for both the PNG and the SVG output.</summary>
internal sealed partial class SheetLayout
{
    private const double LongestHeading = 128;
    private const double HeadingSpace = 16;
    private const double LeastTitleWidth = 420;

    // Tolerance for rounding: widths are sums and differences of what a text needs.
    private const double Rounding = 1e-6;

    private SheetLayout(Sheet sheet)
    {
        double tree = sheet.Tree is null ? 0 : TreeWidth(sheet.Tree), headings = HeadingWidth(sheet);
        List<(SheetRow Row, List<List<IReadOnlyList<SheetCell>>> Lines)> rows =
            [.. sheet.Rows.Select(row => (row, Lines(row, sheet.Columns)))];
        double cells = rows.SelectMany(row => row.Lines).Select(line => LineWidth(line, sheet.CellSize)).DefaultIfEmpty().Max();
        double title = Math.Max(StrokeText.Measure(sheet.Title, TitleCap), StrokeText.Measure(sheet.Subtitle, SubtitleCap));
        double content = Math.Max(tree + headings + cells, Math.Min(title, LeastTitleWidth));
        Width = content + (2 * Margin);

        double y = PlaceTitle(sheet, content), top = y;
        double?[] middles = new double?[rows.Count];
        foreach ((int i, (SheetRow row, List<List<IReadOnlyList<SheetCell>>> lines)) in rows.Index())
        {
            if (lines.Count == 0)
                continue;
            middles[i] = y + (sheet.CellSize / 2);
            PlaceHeading(row.Heading, row.Detail, Margin + tree, middles[i]!.Value, headings - HeadingSpace);
            foreach (List<IReadOnlyList<SheetCell>> line in lines)
                y = PlaceLine(line, Margin + tree + headings, y, sheet.CellSize) + LineGap;
            y += RowGap - LineGap;
        }

        double bottom = y - (rows.Exists(row => row.Lines.Count > 0) ? RowGap : 0);
        if (sheet.Tree is not null)
            bottom = Math.Max(bottom, PlaceTree(sheet.Tree, middles, top, tree));
        Height = bottom + Margin;
    }

    /// <summary>Width of the sheet.</summary>
    public double Width { get; }

    /// <summary>Height of the sheet.</summary>
    public double Height { get; }

    /// <summary>All lines of text.</summary>
    public List<PlacedText> Texts { get; } = [];

    /// <summary>Groups of connected cards, by the top left corner of the first. Empty positions are left out.</summary>
    public List<(double X, double Y, IReadOnlyList<SheetCell> Cells)> Groups { get; } = [];

    /// <summary>Lays out a valid sheet.</summary>
    public static SheetLayout Of(Sheet sheet) => new(sheet);

    private static double HeadingWidth(Sheet sheet) => HeadingWidth(sheet.Rows.Select(row => (row.Heading, row.Detail)));

    private static double HeadingWidth(IEnumerable<(string Heading, string Detail)> headings)
    {
        double widest = headings
            .Select(both => Math.Max(StrokeText.Measure(both.Heading, HeadingCap), StrokeText.Measure(both.Detail, DetailCap)))
            .DefaultIfEmpty().Max();
        return widest == 0 ? 0 : Math.Min(widest, LongestHeading) + HeadingSpace;
    }

    private static List<List<IReadOnlyList<SheetCell>>> Lines(SheetRow row, int columns)
    {
        List<List<IReadOnlyList<SheetCell>>> lines = [];
        int used = columns;
        foreach (IReadOnlyList<SheetCell> group in row.Groups())
        {
            if (used + group.Count > columns)
            {
                lines.Add([]);
                used = 0;
            }

            lines[^1].Add(group);
            used += group.Count;
        }

        // The first group starts a line even if it is wider than one.
        return [.. lines.Where(line => line.Count > 0)];
    }

    private static double LineWidth(List<IReadOnlyList<SheetCell>> line, double cellSize) =>
        line.Sum(group => (group.Count * cellSize) + Gutter) - Gutter;

    private double PlaceTitle(Sheet sheet, double width)
    {
        double y = Margin;
        if (sheet.Title.Length > 0)
        {
            AddText(sheet.Title, Margin, y + TitleCap, TitleCap, width, isMuted: false);
            y += TitleCap + 9;
        }

        if (sheet.Subtitle.Length > 0)
        {
            AddText(sheet.Subtitle, Margin, y + SubtitleCap, SubtitleCap, width, isMuted: true);
            y += SubtitleCap + 9;
        }

        return y > Margin ? y + 9 : y;
    }

    private void PlaceHeading(string heading, string detail, double x, double middle, double width)
    {
        double baseline = detail.Length == 0 ? middle + (HeadingCap / 2) : middle - 2;
        AddText(heading, x, baseline, HeadingCap, width, isMuted: false);
        AddText(detail, x, heading.Length == 0 ? middle + (DetailCap / 2) : middle + DetailCap + 5, DetailCap, width, isMuted: true);
    }

    private double PlaceLine(List<IReadOnlyList<SheetCell>> line, double x, double y, double cellSize)
    {
        foreach (IReadOnlyList<SheetCell> group in line)
        {
            if (!group[0].IsEmpty)
                Groups.Add((x, y, group));
            for (int i = 0; i < group.Count; i++)
            {
                AddText(
                    group[i].Caption, x + ((i + 0.5) * cellSize), y + cellSize + CaptionBaseline, CaptionCap, cellSize, isMuted: true,
                    isCentered: true);
            }

            x += (group.Count * cellSize) + Gutter;
        }

        bool hasCaptions = line.Exists(group => group.Any(cell => cell.Caption.Length > 0));
        return y + cellSize + (hasCaptions ? CaptionSpace : 0);
    }

    private void AddText(string text, double x, double baseline, double cap, double width, bool isMuted, bool isCentered = false)
    {
        string fitting = StrokeText.Fit(text, cap, width + Rounding);
        if (fitting.Length > 0)
            Texts.Add(new PlacedText(fitting, text, x, baseline, cap, isMuted, isCentered));
    }
}

/// <summary>A line of text on a sheet.</summary>
/// <param name="Text">The part that fits.</param>
/// <param name="Whole">The full text.</param>
/// <param name="X">Its left end, or its middle.</param>
/// <param name="Baseline">The baseline of the letters, from the top.</param>
/// <param name="Cap">Height of capitals.</param>
/// <param name="IsMuted">Whether it is less prominent than the rest.</param>
/// <param name="IsCentered">Whether <paramref name="X"/> is its middle.</param>
internal sealed record PlacedText(string Text, string Whole, double X, double Baseline, double Cap, bool IsMuted, bool IsCentered);
