namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A tree of two levels beside a sheet: nodes in a column, and branches from them to the rows.</summary>
/// <param name="Nodes">From top to bottom, as far as their rows allow.</param>
/// <param name="Branches">In any order.</param>
public sealed record SheetTree(IReadOnlyList<SheetNode> Nodes, IReadOnlyList<SheetBranch> Branches);
