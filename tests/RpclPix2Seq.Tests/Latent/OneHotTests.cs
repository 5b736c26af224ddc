using RpclPix2Seq.Latent;
using RpclPix2Seq.Tests.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class OneHotTests
{
    [Fact]
    public void The_lowest_index_wins_a_tie()
    {
        using var scope = NewDisposeScope();
        Tensor scores = tensor(new[] { 0.2, 0.5, 0.5, 0.1, 0.1, 0.8 }, [2, 3]);
        Tensor winners = OneHot.Largest(scores);
        Assert.Equal([0, 1, 0, 0, 0, 1], Tiny.Values(winners));
        Assert.Equal([0, 0, 1, 1, 0, 0], Tiny.Values(OneHot.Second(scores, winners)));
    }
}
