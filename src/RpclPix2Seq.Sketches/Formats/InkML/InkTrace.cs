namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>One stroke as the document holds it.</summary>
/// <param name="Where">Where it begins, for messages.</param>
/// <param name="Context">The node, or id of a node, that gives its channels; null for the default.</param>
internal sealed record InkTrace(string Where, InkNode? Context)
{
    /// <summary>The text of the trace and of the traces that continue it.</summary>
    public List<string> Parts { get; } = [];
}
