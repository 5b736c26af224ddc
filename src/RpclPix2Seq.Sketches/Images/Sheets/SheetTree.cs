namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A two-level tree next to a sheet: nodes in a column, and branches from them to the rows.</summary>
/// <param name="Nodes">From top to bottom, as far as their rows allow.</param>
/// <param name="Branches">In any order.</param>
internal sealed record SheetTree(IReadOnlyList<SheetNode> Nodes, IReadOnlyList<SheetBranch> Branches);

/// <summary>A node of a tree: a disc with a few words to its left.</summary>
/// <param name="Heading">A word or two.</param>
/// <param name="Detail">A few more, smaller, under the heading.</param>
/// <param name="Weight">0 to 1, shown as the area of the disc.</param>
internal sealed record SheetNode(string Heading, string Detail, double Weight);

/// <summary>A branch of a tree.</summary>
/// <param name="Node">Where it begins: the index of the node in the tree.</param>
/// <param name="Row">Where it ends: the index of the row in the sheet. Nothing is drawn to a row without cells.</param>
/// <param name="Weight">0 to 1, shown as its thickness.</param>
internal sealed record SheetBranch(int Node, int Row, double Weight);

/// <summary>A branch on a sheet: a curve that is horizontal at both ends, with control points halfway between them.</summary>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
/// <param name="Width">Thickness.</param>
internal sealed record PlacedBranch((double X, double Y) From, (double X, double Y) To, double Width)
{
    private const int Pieces = 32;

    /// <summary>The x of both control points.</summary>
    public double Bend => (From.X + To.X) / 2;

    /// <summary>The curve as a scaled polyline.</summary>
    public (double X, double Y)[] Points(double scale) =>
    [
        .. Enumerable.Range(0, Pieces + 1).Select(i =>
        {
            double t = (double)i / Pieces, s = 1 - t;
            double x = (s * s * s * From.X) + (3 * s * t * Bend) + (t * t * t * To.X);
            double y = double.Lerp(From.Y, To.Y, t * t * (3 - (2 * t)));
            return (x * scale, y * scale);
        }),
    ];
}

/// <summary>A disc on a sheet.</summary>
internal sealed record PlacedDisc(double X, double Y, double Radius);
