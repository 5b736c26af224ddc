using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>A two-level mixture as plain numbers, without dead components and parents.</summary>
/// <param name="Nodes">The parents, heaviest first.</param>
/// <param name="Leaves">The components, grouped by most likely parent in the order of the nodes; heaviest first within a parent.</param>
internal sealed record HierarchyTree(IReadOnlyList<HierarchyNode> Nodes, IReadOnlyList<HierarchyLeaf> Leaves)
{
    /// <summary>Builds the tree of a mixture.</summary>
    /// <param name="mixture">A mixture with a hierarchy.</param>
    /// <param name="threshold">Weight below which a component counts as dead, and so does a parent that is no component's most likely
    /// one.</param>
    /// <exception cref="ArgumentException">The mixture has one level.</exception>
    public static HierarchyTree Of(MixtureState mixture, double threshold)
    {
        LatentHierarchy hierarchy = mixture.Hierarchy
            ?? throw new ArgumentException("a mixture of one level is not a tree", nameof(mixture));
        using IDisposable scope = NewDisposeScope();
        int[] alive = mixture.Alive(threshold);
        double[] weights = mixture.Weight.Doubles(), above = hierarchy.Weight.Doubles();
        double[][] probabilities = [.. hierarchy.Conditional.Doubles().Chunk(above.Length)];
        double[][] shares = [.. hierarchy.Parents().Doubles().Chunk(above.Length)];

        int[] closest = [.. shares.Select(row => Array.IndexOf(row, row.Max()))];
        HashSet<int> needed = [.. alive.Select(j => closest[j])];
        HierarchyNode[] nodes =
        [
            .. Enumerable.Range(0, above.Length).Where(i => needed.Contains(i) || above[i] >= threshold).OrderByDescending(i => above[i])
                .Select(i => new HierarchyNode(
                i, above[i],
                [.. alive.Select(j => new HierarchyBranch(j, probabilities[j][i], shares[j][i]))
                    .OrderByDescending(branch => branch.Probability)])),
        ];
        return new HierarchyTree(
            nodes,
            [.. nodes.SelectMany(
                node => alive.Where(j => closest[j] == node.Parent).Select(j => new HierarchyLeaf(j, weights[j], node.Parent)))]);
    }
}

/// <summary>A parent of components.</summary>
/// <param name="Parent">i.</param>
/// <param name="Weight">w_i.</param>
/// <param name="Children">Every live component, the most likely first.</param>
internal sealed record HierarchyNode(int Parent, double Weight, IReadOnlyList<HierarchyBranch> Children);

/// <summary>The link between a parent and a component.</summary>
/// <param name="Component">j.</param>
/// <param name="Probability">p(j|i): the share of the parent that is this component.</param>
/// <param name="Share">p(i|j): the parent's posterior, given the component.</param>
internal sealed record HierarchyBranch(int Component, double Probability, double Share);

/// <summary>A component of a two-level mixture.</summary>
/// <param name="Component">j.</param>
/// <param name="Weight">α_j.</param>
/// <param name="Parent">Its most likely parent: argmax_i p(i|j).</param>
internal sealed record HierarchyLeaf(int Component, double Weight, int Parent);
