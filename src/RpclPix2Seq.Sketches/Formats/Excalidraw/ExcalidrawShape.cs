namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>What an element of Excalidraw means to a drawing.</summary>
internal enum ExcalidrawShape
{
    /// <summary>Text, pictures, frames, what is unknown.</summary>
    None,

    /// <summary>freedraw, draw as older versions called it, line and arrow: points relative to x and y.</summary>
    Polyline,

    /// <summary>rectangle.</summary>
    Rectangle,

    /// <summary>diamond.</summary>
    Diamond,

    /// <summary>ellipse.</summary>
    Ellipse,
}
