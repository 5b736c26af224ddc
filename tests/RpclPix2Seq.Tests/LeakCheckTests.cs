using RpclPix2Seq.Torch;
using TorchSharp;
using Xunit.Sdk;

namespace RpclPix2Seq.Tests;

public sealed class LeakCheckTests
{
    [Fact]
    public void A_tensor_left_behind_is_found()
    {
        torch.Tensor? left = null;
        FailException failure = Assert.Throws<FailException>(() => LeakCheckAttribute.Run(() => left = torch.zeros(2)));
        Assert.Contains("1 torch tensors", failure.Message, StringComparison.Ordinal);
        left!.Dispose();
    }

    [Fact]
    public void Disposed_and_scoped_tensors_are_not_held_against_a_test() =>
        LeakCheckAttribute.Run(() =>
        {
            using torch.Tensor one = torch.zeros(2);
            using DisposeScope scope = torch.NewDisposeScope();
            torch.ones(3).Plus(1).sum();
        });

    [Fact]
    [LeakCheck]
    public void The_attribute_lets_a_clean_test_pass()
    {
        using torch.Tensor one = torch.zeros(2);
        Assert.Equal(2, one.numel());
    }
}
