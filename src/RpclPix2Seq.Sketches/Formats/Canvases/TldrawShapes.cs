using System.Buffers.Binary;
using System.Text.Json;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>Draws the shapes of each page: what is on a page, and inside frames and groups, ordered by index.</summary>
internal sealed class TldrawShapes
{
    private readonly DrawingFile _file;
    private readonly Dictionary<string, List<JsonPart>> _children = new(StringComparer.Ordinal);
    private readonly List<string> _pages = [];
    private readonly HashSet<string> _bound;
    private readonly int _count;
    private int _drawn;

    public TldrawShapes(DrawingFile file, List<JsonPart> records)
    {
        _file = file;
        HashSet<string> shapes = new(StringComparer.Ordinal);
        foreach (JsonPart record in records.Where(IsShape))
        {
            _count++;
            string parent = record.Text("parentId") ?? "";
            if (!_children.TryGetValue(parent, out List<JsonPart>? children))
                _children.Add(parent, children = []);
            children.Add(record);
            if (record.Text("id") is { Length: > 0 } id)
                shapes.Add(id);
        }

        _bound = [.. records.Where(record => record.Text("typeName") == "binding").Select(record => record.Text("fromId") ?? "")];

        // Copied content has no pages, only what they are called.
        Dictionary<string, string> order = new(StringComparer.Ordinal);
        foreach (JsonPart page in records.Where(record => record.Text("typeName") == "page"))
            order[page.Text("id") ?? ""] = page.Text("index") ?? "";
        _pages = [.. _children.Keys.Where(parent => !shapes.Contains(parent))
            .OrderBy(page => order.GetValueOrDefault(page, ""), StringComparer.Ordinal).ThenBy(page => page, StringComparer.Ordinal)];
    }

    /// <summary>Draws all pages that have shapes.</summary>
    /// <exception cref="InputException">A value is not what it should be, or there are too many points.</exception>
    public List<CanvasPage> Pages()
    {
        List<CanvasPage> pages = [];
        foreach (string id in _pages)
        {
            CanvasPage page = new(_file);
            Draw(id, page, Affine.Identity, 0);
            pages.Add(page);
        }

        return _drawn == _count ? pages : throw Error($"{_count - _drawn} that are inside each other");
    }

    private InputException Error(string found) => new(_file.Path, "parentId", "shapes whose parents end at a page", found);

    private static bool IsShape(JsonPart record) =>
        record.Text("typeName") is "shape" || (!record.Has("typeName") && record.Has("type") && record.Has("props"));

    private void Draw(string parent, CanvasPage page, in Affine around, int depth)
    {
        if (!_children.TryGetValue(parent, out List<JsonPart>? children))
            return;
        if (depth > _file.Limits.Depth)
            throw new InputException(_file.Path, children[0].Place, $"shapes in at most {_file.Limits.Depth} others", "more");
        foreach (JsonPart shape in children.OrderBy(child => child.Text("index") ?? "", StringComparer.Ordinal))
        {
            // With an id that two have, children would be drawn twice, and theirs four times.
            if (++_drawn > _count)
                throw Error("several with the same id");
            Affine matrix = around * Affine.Translation(shape.Number("x"), shape.Number("y")) * Affine.Rotation(shape.Number("rotation"));
            page.Outline.Matrix = matrix;
            if (shape.Number("opacity", 1) > 0)
                Draw(shape, page, _bound.Contains(shape.Text("id") ?? ""));
            if (shape.Text("id") is { Length: > 0 } id)
                Draw(id, page, matrix, depth + 1);
        }
    }

    private static void Draw(JsonPart shape, CanvasPage page, bool isBound)
    {
        JsonPart props = shape.Find("props") ?? shape with { Element = default };
        switch (shape.Text("type"))
        {
            case "draw" or "highlight":
                page.DrawLines(PointsOf(props), props.IsTrue("isClosed"));
                break;
            case "line":
                page.DrawLines(EndsOf(props));
                break;
            case "geo":
                DrawBox(props, page);
                break;
            case "group" or "frame":
                break;
            case "text" or "note":
                page.LeaveOut("text");
                break;
            case "image" or "video" or "bookmark" or "embed":
                page.LeaveOut("pictures");
                break;
            case "arrow":
                DrawArrow(props, page, isBound);
                break;
            default:
                page.LeaveOut("other shapes");
                break;
        }
    }

    /// <summary>
    /// An arrow without its head: a line, or an arc whose middle is as far from the chord as it is bent, to the right of its direction.
    /// Where one that is bound to a shape ends is known to tldraw alone.
    /// </summary>
    private static void DrawArrow(JsonPart props, CanvasPage page, bool isBound)
    {
        if (isBound || props.Text("kind") == "elbow" || props.Find("start") is not { IsObject: true } first || !first.Has("x")
            || props.Find("end") is not { IsObject: true } last || !last.Has("x"))
        {
            page.LeaveOut("arrows");
            return;
        }

        (double X, double Y) start = (first.Number("x"), first.Number("y")), end = (last.Number("x"), last.Number("y"));
        double bend = props.Number("bend"), half = double.Hypot(end.X - start.X, end.Y - start.Y) / 2, depth = Math.Abs(bend);
        double radius = depth == 0 ? 0 : (half * (half / depth) / 2) + (depth / 2);
        page.Outline.MoveTo(start.X, start.Y);
        EllipticalArc.Draw(page.Outline, start, (radius, radius), tilt: 0, large: depth > half, sweep: bend < 0, end);
    }

    private static void DrawBox(JsonPart props, CanvasPage page)
    {
        double width = props.Number("w"), height = props.Number("h") + props.Number("growY"), x = width / 2, y = height / 2;
        switch (props.Text("geo"))
        {
            case "rectangle":
                page.DrawLines([0, 0, width, 0, width, height, 0, height], isClosed: true);
                break;
            case "diamond":
                page.DrawLines([x, 0, width, y, x, height, 0, y], isClosed: true);
                break;
            case "ellipse":
                EllipticalArc.DrawEllipse(page.Outline, x, y, x, y);
                break;
            default:
                page.LeaveOut("other shapes");
                break;
        }
    }

    /// <summary>The points of a stroke; its segments follow each other without a lift.</summary>
    private static double[] PointsOf(JsonPart props)
    {
        List<double> points = [];
        foreach (JsonPart segment in props.Items("segments"))
        {
            if (segment.Find("path") is { } path)
                AddSteps(path, points);
            else if (segment.Find("points") is { Element.ValueKind: JsonValueKind.String } packed)
                AddHalves(packed, points);
            else
                AddPoints(segment, points);
        }

        (double scaleX, double scaleY) = (props.Number("scaleX", 1), props.Number("scaleY", 1));
        for (int i = 0; i < points.Count; i++)
            points[i] *= i % 2 == 0 ? scaleX : scaleY;
        return [.. points];
    }

    private static void AddPoints(JsonPart segment, List<double> points)
    {
        foreach (JsonPart point in segment.Items("points"))
        {
            if (!point.IsObject)
                throw point.Error("a point {\"x\": …, \"y\": …}");
            points.Add(point.Number("x"));
            points.Add(point.Number("y"));
        }
    }

    /// <summary>The form since 4.3: a point of three floats, then steps of three halves; the third is the pressure.</summary>
    private static void AddSteps(JsonPart path, List<double> points)
    {
        const int first = 3 * sizeof(float), step = 3 * sizeof(short);
        byte[] bytes = Bytes(path);
        if (bytes.Length == 0)
            return;
        if (bytes.Length < first || (bytes.Length - first) % step != 0)
            throw path.Error("points as base64: 12 bytes, then 6 for each further point");
        (double x, double y) = (BinaryPrimitives.ReadSingleLittleEndian(bytes), BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4)));
        Add(path, points, x, y);
        for (int at = first; at < bytes.Length; at += step)
        {
            x += (double)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at));
            y += (double)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at + 2));
            Add(path, points, x, y);
        }
    }

    /// <summary>The form before that: points of three halves.</summary>
    private static void AddHalves(JsonPart packed, List<double> points)
    {
        const int step = 3 * sizeof(short);
        byte[] bytes = Bytes(packed);
        if (bytes.Length % step != 0)
            throw packed.Error("points as base64: 6 bytes for each");
        for (int at = 0; at < bytes.Length; at += step)
        {
            Add(
                packed, points, (double)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at)),
                (double)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at + 2)));
        }
    }

    private static byte[] Bytes(JsonPart text) => text.Element.ValueKind == JsonValueKind.String
        && text.Element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw text.Error("points as base64");

    private static void Add(JsonPart part, List<double> points, double x, double y)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y))
            throw new InputException(part.File.Path, part.Place, "finite coordinates", $"the point ({x}, {y})");
        points.Add(x);
        points.Add(y);
    }

    /// <summary>The points of a line, in order: by their index, or, in older files, as handles.</summary>
    private static double[] EndsOf(JsonPart props) =>
    [
        .. (props.Find("points") ?? props.Find("handles"))?.Members().Where(point => point.IsObject)
            .OrderBy(point => point.Text("index") ?? "", StringComparer.Ordinal)
            .SelectMany(point => (double[])[point.Number("x"), point.Number("y")]) ?? [],
    ];
}
