using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>
/// Draws objects of a fabric.js canvas. An object's own coordinates have their origin at its center; (left, top) is where its origin, a
/// point of its box with its lines' width, lies in the canvas or relative to its group's center.
/// </summary>
internal sealed class FabricObjects(CanvasPage page, string? version)
{
    // Since version 7 an object that does not say otherwise is placed by its center.
    private readonly (double X, double Y) _usualOrigin =
        version is not null && int.TryParse(version.Split('.')[0], out int major) && major >= 7 ? (0, 0) : (-0.5, -0.5);

    /// <summary>Draws an object and everything in it.</summary>
    /// <exception cref="InputException">A value is not what it should be, or there are too many points.</exception>
    public void Draw(JsonPart one, in Affine around)
    {
        if (!one.IsObject)
            throw one.Error("an object of the canvas");
        if (one.IsFalse("visible") || one.Number("opacity", 1) <= 0)
            return;
        string type = (one.Text("type") ?? "").ToLowerInvariant();
        if (one.Text("globalCompositeOperation") is "destination-out" || type == "eraser")
        {
            page.LeaveOut("erasers");
            return;
        }

        if (one.Has("clipPath"))
            page.LeaveOut("clipping paths, which are ignored");
        if (one.Has("eraser"))
            page.LeaveOut("erasers");
        Affine matrix = around * MatrixOf(one, type);
        if (matrix.IsFlat)
            return;
        if (type is "group" or "activeselection")
        {
            foreach (JsonPart child in one.Items("objects"))
                Draw(child, matrix);
            return;
        }

        page.Outline.Matrix = matrix;
        if (!IsPainted(one))
            return;
        DrawShape(one, type);
    }

    private static bool IsPainted(JsonPart one)
    {
        bool isFilled = !one.Element.TryGetProperty("fill", out _) || CanvasPage.IsPaint(one.Find("fill"));
        bool isLine = one.Text("type") is "line" or "Line";
        return (isFilled && !isLine) || (CanvasPage.IsPaint(one.Find("stroke")) && one.Number("strokeWidth", 1) > 0);
    }

    private void DrawShape(JsonPart one, string type)
    {
        double width = one.Number("width") / 2, height = one.Number("height") / 2;
        switch (type)
        {
            case "path":
                DrawPath(one);
                break;
            case "polyline" or "polygon":
                DrawPoints(one, isClosed: type == "polygon");
                break;
            case "line":
                page.DrawLines([one.Number("x1"), one.Number("y1"), one.Number("x2"), one.Number("y2")]);
                break;
            case "rect":
                page.DrawLines([-width, -height, width, -height, width, height, -width, height], isClosed: true);
                break;
            case "triangle":
                page.DrawLines([-width, height, 0, -height, width, height], isClosed: true);
                break;
            case "circle":
                double radius = one.Number("radius");
                EllipticalArc.DrawEllipse(page.Outline, 0, 0, radius, radius);
                break;
            case "ellipse":
                EllipticalArc.DrawEllipse(page.Outline, 0, 0, one.Number("rx"), one.Number("ry"));
                break;
            case "text" or "i-text" or "itext" or "textbox":
                page.LeaveOut("text");
                break;
            case "image":
                page.LeaveOut("pictures");
                break;
            default:
                page.LeaveOut("other shapes");
                break;
        }
    }

    private void DrawPath(JsonPart one)
    {
        (string data, string measured) = PathOf(one);
        Outline box = new(one.File.Path, one.File.Limits.Points);
        SvgPath.Draw(measured, box);
        (Extent across, Extent down) = box.Box();
        (double x, double y) = one.Find("pathOffset") is { IsObject: true } offset
            ? (offset.Number("x"), offset.Number("y")) : (across.Middle, down.Middle);
        page.Outline.Matrix *= Affine.Translation(-x, -y);
        SvgPath.Draw(data, page.Outline);
    }

    /// <summary>
    /// A path as text, and the path whose box is the object's: for that, fabric.js takes a quadratic curve as a cubic one with its control
    /// point twice.
    /// </summary>
    private static (string Data, string Measured) PathOf(JsonPart one)
    {
        if (one.Text("path") is { } text)
            return (text, text);
        if (one.Find("path") is not { Element.ValueKind: JsonValueKind.Array } path)
            throw (one.Find("path") ?? one with { Place = $"{one.Place}.path" }).Error("the commands of a path");
        StringBuilder data = new(), measured = new();
        foreach (JsonPart command in path.Items())
        {
            JsonElement[] parts = command.Element.ValueKind == JsonValueKind.Array ? [.. command.Element.EnumerateArray()] : [];
            bool isCommand = parts.Length > 0 && parts[0].ValueKind == JsonValueKind.String
                && parts[0].GetString() is { Length: 1 } && parts.Skip(1).All(part => part.ValueKind == JsonValueKind.Number);
            if (!isCommand)
                throw command.Error("a command of a path, such as [\"L\", 10, 20]");
            string letter = parts[0].GetString()!;
            string[] numbers = [.. parts.Skip(1).Select(part => part.GetRawText())];
            data.Append(letter).AppendJoin(' ', numbers);
            if (letter == "Q" && numbers.Length == 4)
                measured.Append('C').AppendJoin(' ', numbers[..2]).Append(' ').AppendJoin(' ', numbers);
            else
                measured.Append(letter).AppendJoin(' ', numbers);
        }

        return (data.ToString(), measured.ToString());
    }

    private void DrawPoints(JsonPart one, bool isClosed)
    {
        List<double> places = [];
        Extent across = new(), down = new();
        foreach (JsonPart point in one.Items("points"))
        {
            if (!point.IsObject)
                throw point.Error("a point {\"x\": …, \"y\": …}");
            (double x, double y) = (point.Number("x"), point.Number("y"));
            across.Include(x);
            down.Include(y);
            places.Add(x);
            places.Add(y);
        }

        page.Outline.Matrix *= Affine.Translation(-across.Middle, -down.Middle);
        page.DrawLines([.. places], isClosed);
    }

    private Affine MatrixOf(JsonPart one, string type)
    {
        Affine size = Affine.Scaling(one.Number("scaleX", 1), one.Number("scaleY", 1)) * Skew(one);
        Affine turn = Affine.Rotation(double.DegreesToRadians(one.Number("angle")));
        Affine flip = Affine.Scaling(one.IsTrue("flipX") ? -1 : 1, one.IsTrue("flipY") ? -1 : 1);

        // From the origin, a point of the upright box, to its center. Lines' width is part of the box.
        bool isGroup = type is "group" or "activeselection";
        double line = isGroup && !one.Has("strokeWidth") ? 0 : one.Number("strokeWidth", 1);
        double inner = one.IsTrue("strokeUniform") ? 0 : line;
        (double width, double height) = BoxOf(size, one.Number("width") + inner, one.Number("height") + inner);
        (width, height) = (width + line - inner, height + line - inner);
        (double x, double y) = turn.Map(-Origin(one, "originX", _usualOrigin.X) * width, -Origin(one, "originY", _usualOrigin.Y) * height);
        return Affine.Translation(one.Number("left") + x, one.Number("top") + y) * turn * flip * size;
    }

    private static Affine Skew(JsonPart one)
    {
        double x = Math.Tan(double.DegreesToRadians(one.Number("skewX"))), y = Math.Tan(double.DegreesToRadians(one.Number("skewY")));
        return new Affine(1, 0, x, 1, 0, 0) * new Affine(1, y, 0, 1, 0, 0);
    }

    private static (double Width, double Height) BoxOf(in Affine size, double width, double height) =>
        ((Math.Abs(size.A) * width) + (Math.Abs(size.C) * height), (Math.Abs(size.B) * width) + (Math.Abs(size.D) * height));

    /// <summary>Where the origin lies, from −0.5, left or top, to 0.5.</summary>
    private static double Origin(JsonPart one, string name, double usual) => one.Find(name) switch
    {
        null => usual,
        { Element.ValueKind: JsonValueKind.Number } => one.Number(name) - 0.5,
        _ => one.Text(name) switch
        {
            "left" or "top" => -0.5,
            "right" or "bottom" => 0.5,
            _ => 0,
        },
    };
}
