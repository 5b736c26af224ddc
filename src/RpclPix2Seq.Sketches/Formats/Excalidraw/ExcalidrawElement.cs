using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>The element being read; the object is reused for the next one.</summary>
internal sealed class ExcalidrawElement
{
    public ExcalidrawShape Shape { get; set; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    /// <summary>Its rotation about its center, in radians, clockwise.</summary>
    public double Angle { get; set; }

    public bool IsDeleted { get; set; }

    public bool IsTransparent { get; set; }

    public bool HasStroke { get; set; }

    public bool HasFill { get; set; }

    /// <summary>The points of a polyline, relative to (X, Y).</summary>
    public List<(double X, double Y)> Points { get; } = [];

    public void Clear()
    {
        (Shape, IsDeleted, IsTransparent, HasStroke, HasFill) = (ExcalidrawShape.None, false, false, true, false);
        X = Y = Width = Height = Angle = 0;
        Points.Clear();
    }

    public void Draw(Outline outline)
    {
        if (IsDeleted || IsTransparent || !(HasStroke || HasFill) || Shape == ExcalidrawShape.None
            || (Shape == ExcalidrawShape.Polyline && Points.Count == 0))
            return;
        (double middleX, double middleY) = Middle();
        outline.Matrix = Affine.Rotation(Angle, middleX, middleY);
        double right = X + Width, bottom = Y + Height;
        switch (Shape)
        {
            case ExcalidrawShape.Polyline:
                outline.MoveTo(X + Points[0].X, Y + Points[0].Y);
                for (int i = 1; i < Points.Count; i++)
                    outline.LineTo(X + Points[i].X, Y + Points[i].Y);
                if (Points.Count == 1)
                    outline.Close();
                break;
            case ExcalidrawShape.Rectangle:
                DrawClosed(outline, [(X, Y), (right, Y), (right, bottom), (X, bottom)]);
                break;
            case ExcalidrawShape.Diamond:
                DrawClosed(outline, [(middleX, Y), (right, middleY), (middleX, bottom), (X, middleY)]);
                break;
            default:
                EllipticalArc.DrawEllipse(outline, middleX, middleY, Width / 2, Height / 2);
                break;
        }
    }

    private static void DrawClosed(Outline outline, ReadOnlySpan<(double X, double Y)> corners)
    {
        outline.MoveTo(corners[0].X, corners[0].Y);
        foreach ((double x, double y) in corners[1..])
            outline.LineTo(x, y);
        outline.Close();
    }

    /// <summary>The center of the element's bounding box; for a polyline, that of its points.</summary>
    private (double X, double Y) Middle()
    {
        if (Shape != ExcalidrawShape.Polyline)
            return (X + (Width / 2), Y + (Height / 2));
        double left = double.PositiveInfinity, top = left, right = double.NegativeInfinity, bottom = right;
        foreach ((double x, double y) in Points)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }

        return (X + ((left + right) / 2), Y + ((top + bottom) / 2));
    }
}

/// <summary>How an Excalidraw element is drawn.</summary>
internal enum ExcalidrawShape
{
    /// <summary>Not drawn: text, pictures, frames, unknown elements.</summary>
    None,

    /// <summary>freedraw (draw in older versions), line and arrow: points relative to x and y.</summary>
    Polyline,

    /// <summary>rectangle.</summary>
    Rectangle,

    /// <summary>diamond.</summary>
    Diamond,

    /// <summary>ellipse.</summary>
    Ellipse,
}
