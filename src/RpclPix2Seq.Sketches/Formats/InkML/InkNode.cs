namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>A trace format, ink source or context: it has channels of its own or names other nodes to take them from.</summary>
internal sealed class InkNode
{
    /// <summary>Its own channels, or those of the trace format inside it.</summary>
    public InkChannels? Channels { get; set; }

    /// <summary>The ids of other nodes in the order in which they are asked.</summary>
    public List<string> References { get; } = [];

    /// <summary>Whether its references are being followed, so that one back to it is a circle.</summary>
    public bool IsOpen { get; set; }
}
