namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>Draws the basic shapes as their equivalent paths (SVG 2 §10). Shapes without a size are not drawn.</summary>
internal static class SvgShapes
{
    public static void Draw(SvgElement element, in SvgViewport viewport, Outline outline)
    {
        switch (element.Tag)
        {
            case SvgTag.Path:
                SvgPath.Draw(element["d"], outline);
                break;
            case SvgTag.Rectangle:
                DrawRectangle(element, viewport, outline);
                break;
            case SvgTag.Circle:
                double radius = SvgLength.Parse(element["r"], viewport.Diagonal) ?? 0;
                DrawEllipse(element, viewport, outline, radius, radius);
                break;
            case SvgTag.Ellipse:
                double? rx = SvgLength.Parse(element["rx"], viewport.Width), ry = SvgLength.Parse(element["ry"], viewport.Height);
                DrawEllipse(element, viewport, outline, rx ?? ry ?? 0, ry ?? rx ?? 0);
                break;
            case SvgTag.Line:
                outline.MoveTo(Across(element, "x1", viewport), Down(element, "y1", viewport));
                outline.LineTo(Across(element, "x2", viewport), Down(element, "y2", viewport));
                break;
            case SvgTag.Polyline or SvgTag.Polygon:
                DrawPoints(element["points"], outline, isClosed: element.Tag == SvgTag.Polygon);
                break;
        }
    }

    /// <summary>The box of a rect: x, y, width and height; the sizes are 0 or negative if it is not drawn.</summary>
    public static (double X, double Y, double Width, double Height) BoxOf(SvgElement element, in SvgViewport viewport) => (
        Across(element, "x", viewport), Down(element, "y", viewport), Across(element, "width", viewport),
        Down(element, "height", viewport));

    private static double Across(SvgElement element, string name, in SvgViewport viewport) =>
        SvgLength.Parse(element[name], viewport.Width) ?? 0;

    private static double Down(SvgElement element, string name, in SvgViewport viewport) =>
        SvgLength.Parse(element[name], viewport.Height) ?? 0;

    private static void DrawRectangle(SvgElement element, in SvgViewport viewport, Outline outline)
    {
        (double x, double y, double width, double height) = BoxOf(element, viewport);
        if (!(width > 0 && height > 0))
            return;
        double? givenX = Radius(element["rx"], viewport.Width), givenY = Radius(element["ry"], viewport.Height);
        double rx = Math.Min(givenX ?? givenY ?? 0, width / 2), ry = Math.Min(givenY ?? givenX ?? 0, height / 2);
        double right = x + width, bottom = y + height;
        if (rx == 0 || ry == 0)
        {
            outline.MoveTo(x, y);
            outline.LineTo(right, y);
            outline.LineTo(right, bottom);
            outline.LineTo(x, bottom);
            outline.Close();
            return;
        }

        bool hasWidth = rx < width / 2, hasHeight = ry < height / 2;
        outline.MoveTo(x + rx, y);
        if (hasWidth)
            outline.LineTo(right - rx, y);
        Corner((right - rx, y), (right, y + ry));
        if (hasHeight)
            outline.LineTo(right, bottom - ry);
        Corner((right, bottom - ry), (right - rx, bottom));
        if (hasWidth)
            outline.LineTo(x + rx, bottom);
        Corner((x + rx, bottom), (x, bottom - ry));
        if (hasHeight)
            outline.LineTo(x, y + ry);
        Corner((x, y + ry), (x + rx, y));
        outline.Close();

        void Corner((double X, double Y) from, (double X, double Y) to) =>
            EllipticalArc.Draw(outline, from, (rx, ry), 0, large: false, sweep: true, to);
    }

    /// <summary>A corner radius, or null for auto; negative ones are errors and count as auto.</summary>
    private static double? Radius(string? text, double whole) => SvgLength.Parse(text, whole) is { } radius && radius >= 0 ? radius : null;

    private static void DrawEllipse(SvgElement element, in SvgViewport viewport, Outline outline, double rx, double ry)
    {
        if (rx > 0 && ry > 0)
            EllipticalArc.DrawEllipse(outline, Across(element, "cx", viewport), Down(element, "cy", viewport), rx, ry);
    }

    /// <summary>Draws pairs of numbers up to the first invalid one.</summary>
    private static void DrawPoints(ReadOnlySpan<char> text, Outline outline, bool isClosed)
    {
        NumberScanner scanner = new(text);
        bool isFirst = true;
        for (scanner.SkipSpace(); scanner.TryNumber(out double x); scanner.SkipSeparator())
        {
            scanner.SkipSeparator();
            if (!scanner.TryNumber(out double y))
                break;
            if (isFirst)
                outline.MoveTo(x, y);
            else
                outline.LineTo(x, y);
            isFirst = false;
        }

        if (isClosed && !isFirst)
            outline.Close();
    }
}
