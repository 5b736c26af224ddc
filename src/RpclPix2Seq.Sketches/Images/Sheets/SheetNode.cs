namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A node of a tree: a disc with a few words at its left.</summary>
/// <param name="Heading">A word or two.</param>
/// <param name="Detail">A few more, smaller, under the heading.</param>
/// <param name="Weight">0 to 1, which the area of the disc shows.</param>
public sealed record SheetNode(string Heading, string Detail, double Weight);
