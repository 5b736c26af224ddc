using System.Text.Json;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>
/// What Konva's <c>toJSON()</c> writes: a tree of stage, layers, groups and shapes, one drawing a file. Lines, with their tension, arrows
/// without heads, paths, rectangles, circles and ellipses are drawn, with all transforms. y points down.
/// </summary>
/// <remarks>
/// Left out are invisible shapes and a filled rectangle without a stroke that covers the stage as its paper. Text, pictures, erasers and
/// other shapes are named.
/// </remarks>
internal sealed class KonvaFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "konva";

    /// <inheritdoc/>
    public string Description => "Konva's JSON, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        JsonInput.LooksLikeJson(head) && JsonDocuments.HasName(head, "\"className\""u8, '"') && JsonDocuments.HasName(head, "\"attrs\""u8);

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using JsonDocument document = JsonDocuments.Parse(file, file.ReadDocument());
        JsonPart root = new(file, "", document.RootElement);
        if (root.Text("className") is null)
            throw new InputException(file.Path, "className", "a stage, a layer, a group or a shape of Konva", "none");
        CanvasPage page = new(file);
        KonvaNodes nodes = new(page, root);
        nodes.Draw(root, Affine.Identity);
        return [page.ToOnlyDrawing()];
    }
}

/// <summary>Draws the nodes of a tree, with their transforms.</summary>
internal sealed class KonvaNodes(CanvasPage page, JsonPart stage)
{
    private static readonly string[] Containers = ["Stage", "Layer", "FastLayer", "Group", "Transformer"];

    /// <summary>Draws a node and everything in it.</summary>
    /// <exception cref="InputException">A number is none, or there are too many points.</exception>
    public void Draw(JsonPart node, in Affine around)
    {
        JsonPart attributes = node.Find("attrs") ?? node with { Element = default };
        if (attributes.IsFalse("visible") || attributes.Number("opacity", 1) <= 0)
            return;
        Affine matrix = around * MatrixOf(attributes);
        foreach (JsonPart child in node.Items("children"))
            Draw(child, matrix);
        if (matrix.IsFlat || node.Text("className") is not { } name || Array.IndexOf(Containers, name) >= 0)
            return;
        if (attributes.Text("globalCompositeOperation") is "destination-out")
            page.LeaveOut("erasers");
        else
            DrawShape(name, attributes, matrix);
    }

    private void DrawShape(string name, JsonPart attributes, in Affine matrix)
    {
        page.Outline.Matrix = matrix;
        bool isStroked = IsPainted(attributes, "stroke") && attributes.Number("strokeWidth", 2) > 0;
        bool isOpen = name is "Line" && !attributes.IsTrue("closed");
        bool isVisible = isStroked || (!isOpen && IsFilled(attributes));
        (double width, double height) = (attributes.Number("width"), attributes.Number("height"));
        switch (name)
        {
            case "Text" or "TextPath" or "Label":
                page.LeaveOut("text");
                break;
            case "Image" or "Sprite":
                page.LeaveOut("pictures");
                break;
            case "Line" or "Arrow" when isVisible:
                DrawLine(attributes);
                break;
            case "Path" when isVisible:
                SvgPath.Draw(attributes.Text("data"), page.Outline);
                break;
            case "Rect" when isVisible && (isStroked || !IsPaper(width, height)):
                page.DrawLines([0, 0, width, 0, width, height, 0, height], isClosed: true);
                break;
            case "Circle" when isVisible:
                double radius = attributes.Number("radius", width / 2);
                EllipticalArc.DrawEllipse(page.Outline, 0, 0, radius, radius);
                break;
            case "Ellipse" when isVisible:
                EllipticalArc.DrawEllipse(
                    page.Outline, 0, 0, attributes.Number("radiusX", width / 2), attributes.Number("radiusY", height / 2));
                break;
            case "Line" or "Arrow" or "Path" or "Rect" or "Circle" or "Ellipse":
                break;
            default:
                page.LeaveOut("other shapes");
                break;
        }
    }

    private static bool IsPainted(JsonPart attributes, string paint) =>
        !attributes.IsFalse($"{paint}Enabled") && CanvasPage.IsPaint(attributes.Find(paint));

    private static bool IsFilled(JsonPart attributes) => IsPainted(attributes, "fill")
        || (!attributes.IsFalse("fillEnabled")
            && (attributes.Has("fillLinearGradientColorStops") || attributes.Has("fillRadialGradientColorStops")));

    /// <summary>Whether a rectangle at the current matrix covers the stage before anything else is drawn.</summary>
    private bool IsPaper(double width, double height)
    {
        if (!page.Outline.IsEmpty || stage.Text("className") != "Stage" || stage.Find("attrs") is not { } size)
            return false;
        (double left, double top) = page.Outline.Matrix.Map(0, 0);
        (double right, double bottom) = page.Outline.Matrix.Map(width, height);
        return left <= 0 && top <= 0 && right >= size.Number("width") && bottom >= size.Number("height");
    }

    private void DrawLine(JsonPart attributes)
    {
        double[] points = attributes.Find("points")?.Numbers() ?? [];
        bool isClosed = attributes.IsTrue("closed");
        double tension = attributes.Number("tension");
        if (tension != 0 && points.Length > 4)
            KonvaSpline.Draw(points, tension, isClosed, page.Outline);
        else if (attributes.IsTrue("bezier"))
            DrawCurves(points, isClosed);
        else
            page.DrawLines(points, isClosed);
    }

    private void DrawCurves(ReadOnlySpan<double> p, bool isClosed)
    {
        if (p.Length < 2)
            return;
        page.Outline.MoveTo(p[0], p[1]);
        for (p = p[2..]; p.Length >= 6; p = p[6..])
            page.Outline.CubicTo(p[0], p[1], p[2], p[3], p[4], p[5]);
        if (isClosed)
            page.Outline.Close();
    }

    /// <summary>Move, rotation in degrees, skew, scale, offset, from the outside in.</summary>
    private static Affine MatrixOf(JsonPart a) =>
        Affine.Translation(a.Number("x"), a.Number("y"))
        * Affine.Rotation(double.DegreesToRadians(a.Number("rotation")))
        * new Affine(1, a.Number("skewY"), a.Number("skewX"), 1, 0, 0)
        * Affine.Scaling(a.Number("scaleX", 1), a.Number("scaleY", 1))
        * Affine.Translation(-a.Number("offsetX"), -a.Number("offsetY"));
}

/// <summary>
/// Konva's curve through points: at each, the tangent has the direction of the chord between its neighbors, and its handles divide the
/// chord, times the tension, as the point divides the way along it.
/// </summary>
internal static class KonvaSpline
{
    /// <summary>Draws the curve; the pieces at open ends are quadratic.</summary>
    /// <param name="points">x and y of at least three points.</param>
    /// <param name="tension">The length of the handles, as a part of the chord.</param>
    /// <param name="isClosed">Whether the last point is joined to the first.</param>
    /// <param name="outline">Where it is drawn.</param>
    public static void Draw(ReadOnlySpan<double> points, double tension, bool isClosed, Outline outline)
    {
        int count = points.Length / 2;
        List<(double X, double Y)> places = [];
        for (int i = 0; i < count; i++)
        {
            // Where two points coincide there is no direction.
            if (places.Count == 0 || places[^1] != (points[2 * i], points[(2 * i) + 1]))
                places.Add((points[2 * i], points[(2 * i) + 1]));
        }

        if (isClosed && places.Count > 1 && places[^1] == places[0])
            places.RemoveAt(places.Count - 1);
        outline.MoveTo(places[0].X, places[0].Y);
        if (places.Count < 3)
        {
            foreach ((double x, double y) in places)
                outline.LineTo(x, y);
            return;
        }

        int pieces = isClosed ? places.Count : places.Count - 1;
        for (int i = 0; i < pieces; i++)
        {
            (double X, double Y) from = places[i], to = places[(i + 1) % places.Count];
            bool startsOpen = !isClosed && i == 0, endsOpen = !isClosed && i == pieces - 1;
            (double X, double Y) first = startsOpen ? from : Handle(places, i, tension, isAfter: true);
            (double X, double Y) second = endsOpen ? to : Handle(places, (i + 1) % places.Count, tension, isAfter: false);
            if (startsOpen)
                (first, second) = (Third(from, second), Third(to, second));
            else if (endsOpen)
                (first, second) = (Third(from, first), Third(to, first));
            outline.CubicTo(first.X, first.Y, second.X, second.Y, to.X, to.Y);
        }
    }

    // The control point of a quadratic curve, for an end of the same curve as a cubic.
    private static (double X, double Y) Third((double X, double Y) end, (double X, double Y) control) =>
        (end.X + ((control.X - end.X) * 2 / 3), end.Y + ((control.Y - end.Y) * 2 / 3));

    private static (double X, double Y) Handle(List<(double X, double Y)> places, int at, double tension, bool isAfter)
    {
        (double X, double Y) before = places[(at + places.Count - 1) % places.Count], after = places[(at + 1) % places.Count];
        double back = double.Hypot(places[at].X - before.X, places[at].Y - before.Y);
        double on = double.Hypot(after.X - places[at].X, after.Y - places[at].Y);
        double part = isAfter ? tension * on / (back + on) : -tension * back / (back + on);
        return (places[at].X + (part * (after.X - before.X)), places[at].Y + (part * (after.Y - before.Y)));
    }
}
