using RpclPix2Seq.Sketches.Images.Maps;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>One way of sorting drawings into groups of a colour.</summary>
/// <param name="Color">What the groups are.</param>
/// <param name="Groups">In the order of the legend.</param>
/// <param name="Of">The group of each drawing [N].</param>
internal sealed record MapColouring(MapColor Color, IReadOnlyList<MapGroup> Groups, int[] Of)
{
    /// <summary>Its name in one word.</summary>
    public string Name => Color == MapColor.Component ? "component" : "category";
}
