namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>How an SVG element is drawn.</summary>
internal enum SvgTag
{
    /// <summary>Text, pictures, style, unknown elements: neither they nor their content are ever drawn.</summary>
    Ignored,

    /// <summary>Not drawn in place, only where its content is used: defs, clipPath, mask, marker, pattern.</summary>
    Definition,

    /// <summary>g, a.</summary>
    Group,

    /// <summary>switch: one of its children is drawn.</summary>
    Switch,

    /// <summary>svg: has its own viewport, drawn in place and where it is used.</summary>
    Svg,

    /// <summary>symbol: has its own viewport, drawn only where it is used.</summary>
    Symbol,

    /// <summary>use: draws another element.</summary>
    Use,

    /// <summary>path.</summary>
    Path,

    /// <summary>rect.</summary>
    Rectangle,

    /// <summary>circle.</summary>
    Circle,

    /// <summary>ellipse.</summary>
    Ellipse,

    /// <summary>line.</summary>
    Line,

    /// <summary>polyline.</summary>
    Polyline,

    /// <summary>polygon.</summary>
    Polygon,
}
