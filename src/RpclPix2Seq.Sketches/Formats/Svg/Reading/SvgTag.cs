namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>What an element of SVG means to a drawing.</summary>
internal enum SvgTag
{
    /// <summary>Text, pictures, style, what is unknown: neither it nor anything inside is ever drawn.</summary>
    Ignored,

    /// <summary>Not drawn where it stands, only where its content is used: defs, clipPath, mask, marker, pattern.</summary>
    Definition,

    /// <summary>g, a.</summary>
    Group,

    /// <summary>switch: one of what is inside.</summary>
    Switch,

    /// <summary>A viewport of its own, drawn where it stands and where it is used.</summary>
    Svg,

    /// <summary>A viewport of its own, drawn only where it is used.</summary>
    Symbol,

    /// <summary>Draws another element.</summary>
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
