using RpclPix2Seq.Latent;
using RpclPix2Seq.Tests.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class HierarchyTreeTests
{
    [Fact]
    public void The_tree_has_the_numbers_of_the_mixture()
    {
        // α = (0.3, 0.2, 0.0005, 0.4995); parents 0 and 2 share component 0, parent 1 has lost almost everything.
        using MixtureState mixture = Make([0.3, 0.2, 0.0005, 0.4995], [0.7, 0, 0.3, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        HierarchyTree tree = HierarchyTree.Of(mixture, threshold: 0.01);

        Assert.Equal([2, 0], tree.Nodes.Select(node => node.Parent));
        Tiny.AssertClose([0.4995 + 0.09, 0.21 + 0.2], [.. tree.Nodes.Select(node => node.Weight)], 1e-12);
        Assert.Equal([3, 0, 1], tree.Nodes[0].Children.Select(branch => branch.Component));
        Tiny.AssertClose([0.4995 / 0.5895, 0.09 / 0.5895, 0], [.. tree.Nodes[0].Children.Select(branch => branch.Probability)], 1e-12);
        Tiny.AssertClose([1, 0.3, 0], [.. tree.Nodes[0].Children.Select(branch => branch.Share)], 1e-12);

        Assert.Equal(
            [new(3, 0.4995, 2), new(0, 0.3, 0), new HierarchyLeaf(1, 0.2, 0)],
            tree.Leaves.Select(leaf => leaf with { Weight = Math.Round(leaf.Weight, 12) }));
    }

    [Fact]
    public void Shares_of_the_parents_add_up_for_every_component()
    {
        using MixtureState mixture = Make([0.3, 0.2, 0.1, 0.4], [0.5, 0.25, 0.25, 0.1, 0.2, 0.7, 1, 0, 0, 0.3, 0.3, 0.4]);
        HierarchyTree tree = HierarchyTree.Of(mixture, threshold: 0);
        foreach (HierarchyLeaf leaf in tree.Leaves)
        {
            (double Probability, double Share, double Weight)[] above =
                [.. tree.Nodes.Select(node => (node.Children.Single(branch => branch.Component == leaf.Component), node.Weight))
                    .Select(n => (n.Item1.Probability, n.Item1.Share, n.Weight))];
            Assert.Equal(1, above.Sum(n => n.Share), 1e-12);
            Assert.Equal(leaf.Weight, above.Sum(n => n.Probability * n.Weight), 1e-12);
        }
    }

    [Fact]
    public void A_mixture_of_one_level_is_no_tree()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => HierarchyTree.Of(Mixtures.Random(1), 0));
    }

    private static MixtureState Make(double[] weight, double[] parents)
    {
        using var scope = NewDisposeScope();
        Tensor means = zeros(weight.Length, 2, float64);
        return new MixtureState(means, ones_like(means), ones(weight.Length, float64))
            .With(LatentHierarchy.Of(tensor(weight), tensor(parents, [weight.Length, parents.Length / weight.Length]))).Detached();
    }
}
