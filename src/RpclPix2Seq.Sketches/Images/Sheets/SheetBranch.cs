namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A branch of a tree.</summary>
/// <param name="Node">Where it begins: the node's place in the tree.</param>
/// <param name="Row">Where it ends: the row's place in the sheet. Nothing is drawn to a row without cells.</param>
/// <param name="Weight">0 to 1, which its thickness shows.</param>
public sealed record SheetBranch(int Node, int Row, double Weight);
