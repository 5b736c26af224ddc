using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <content>The tree at the left.</content>
internal sealed partial class SheetLayout
{
    private const double BranchLength = 130;
    private const double BranchSpace = 10;
    private const double LargestRadius = 17, SmallestRadius = 3;
    private const double WidestBranch = 9, ThinnestBranch = 0.75;
    private const double NodeSpace = (2 * LargestRadius) + 8;

    /// <summary>The nodes of the tree.</summary>
    public List<PlacedDisc> Discs { get; } = [];

    /// <summary>The branches of the tree, the thinnest first, so that the thick ones are on top.</summary>
    public List<PlacedBranch> Branches { get; } = [];

    private static double TreeWidth(SheetTree tree) =>
        HeadingWidth(tree.Nodes.Select(node => (node.Heading, node.Detail))) + (2 * LargestRadius) + BranchLength + BranchSpace;

    /// <summary>Places every node next to the rows that it branches to, and returns the end of the lowest one.</summary>
    private double PlaceTree(SheetTree tree, double?[] rows, double top, double width)
    {
        double x = Margin + width - BranchSpace - BranchLength - LargestRadius;
        double[] places = Spread([.. Enumerable.Range(0, tree.Nodes.Count).Select(Wished)], top + LargestRadius);
        for (int i = 0; i < places.Length; i++)
        {
            SheetNode node = tree.Nodes[i];
            Discs.Add(new PlacedDisc(x, places[i], Math.Max(SmallestRadius, LargestRadius * Math.Sqrt(node.Weight))));
            PlaceHeading(node.Heading, node.Detail, Margin, places[i], x - LargestRadius - HeadingSpace - Margin);
        }

        foreach (SheetBranch branch in tree.Branches.OrderBy(branch => branch.Weight))
        {
            if (rows[branch.Row] is { } y)
            {
                (double X, double Y) end = (Margin + width - BranchSpace, y);
                Branches.Add(
                    new PlacedBranch((x, places[branch.Node]), end, ThinnestBranch + ((WidestBranch - ThinnestBranch) * branch.Weight)));
            }
        }

        return places.Select(y => y + LargestRadius).DefaultIfEmpty(top).Max();

        double Wished(int node)
        {
            (double sum, double weight) = tree.Branches.Where(branch => branch.Node == node && rows[branch.Row] is not null)
                .Aggregate(
                    (Sum: 0.0, Weight: 0.0),
                    (total, branch) => (total.Sum + (branch.Weight * rows[branch.Row]!.Value), total.Weight + branch.Weight));
            return weight > 0 ? sum / weight : top;
        }
    }

    /// <summary>Moves positions down, in their order, until none is above the first or too close to another.</summary>
    private static double[] Spread(double[] wished, double first)
    {
        double[] places = [.. wished];
        foreach (int i in Enumerable.Range(0, wished.Length).OrderBy(i => wished[i]))
        {
            places[i] = Math.Max(wished[i], first);
            first = places[i] + NodeSpace;
        }

        return places;
    }
}
