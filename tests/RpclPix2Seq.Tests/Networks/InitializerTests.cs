using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks;

[LeakCheck]
public sealed class InitializerTests
{
    [Fact]
    public void Orthogonal_blocks_are_orthogonal_and_differ()
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(5, CPU);
        Tensor[] blocks = new Initializer(generator, false).OrthogonalBlocks(6, 4).split(6, 1);
        foreach (Tensor block in blocks)
            Tiny.AssertClose(eye(6), mm(block, block.t()), 1e-5);
        Assert.False(blocks[0].SameAs(blocks[1]));
    }

    [Theory]
    [InlineData(false, 0.0589)] // √(2/(64·9))
    [InlineData(true, 0.8165)]  // √(2/3), defect D-18
    public void Filters_have_the_deviation_of_the_mode(bool reference, double expected)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(5, CPU);
        double deviation = new Initializer(generator, reference).Filter(128, 64, 3).std().item<float>();
        Assert.InRange(deviation / expected, 0.98, 1.02); // 73,728 draws: a standard error of 0.3 %
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        using Pix2SeqModel a = Tiny.Model(seed: 4), b = Tiny.Model(seed: 4), c = Tiny.Model(seed: 5);
        Assert.True(a.State().Zip(b.State()).All(pair => pair.First.Tensor.SameAs(pair.Second.Tensor)));
        Assert.False(a.Mixture.Mean.SameAs(c.Mixture.Mean));
    }

    [Fact]
    public void Gradients_come_in_the_order_of_the_parameters_and_are_zero_where_there_are_none()
    {
        using var scope = NewDisposeScope();
        using ParameterStore store = new(float64, CPU);
        Tensor a = store.Add("a", ones(2)), b = store.Add("b", ones(3));
        b.Times(2).sum().backward();
        Assert.Equal([0, 0], Tiny.Values(store.Gradients()[0]));
        Assert.Equal([2, 2, 2], Tiny.Values(store.Gradients()[1]));
        store.ClearGradients();
        Assert.Equal([0, 0, 0], Tiny.Values(store.Gradients()[1]));
        Assert.Throws<KeyNotFoundException>(() => store["c"]);
    }
}
