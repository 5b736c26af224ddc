namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>Drawings of one colour on a map.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Colour">The number of their <see cref="GroupColour"/>, 0 or more.</param>
public sealed record MapGroup(string Name, int Colour);
