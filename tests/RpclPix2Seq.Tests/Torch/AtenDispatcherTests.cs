using System.Diagnostics;
using RpclPix2Seq.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

[LeakCheck]
public sealed class AtenDispatcherTests
{
    [Fact]
    public void An_operator_gives_what_the_method_gives()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = rand(3, 4), b = rand(4, 5);
        Assert.True(AtenDispatcher.Call("aten::mm", "", 1, AtenArgument.Of(a), AtenArgument.Of(b))[0].SameAs(mm(a, b)));
    }

    [Fact]
    public void Gradients_flow_through()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(5, requires_grad: true), y = rand(5);
        AtenDispatcher.Call("aten::mul", "Tensor", 1, AtenArgument.Of(x), AtenArgument.Of(y))[0].sum().backward();
        Assert.True(x.grad!.SameAs(y));
    }

    [Fact]
    public void Lists_numbers_truth_values_and_absent_arguments_arrive()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = rand(2, 3), b = rand(1, 3);
        Assert.True(AtenDispatcher.Call("aten::cat", "", 1, AtenArgument.Of([a, b]), AtenArgument.Of(0L))[0].SameAs(cat([a, b], 0)));
        Tensor low = empty(3).Filled(0.5f);
        Assert.True(
            AtenDispatcher.Call(
                "aten::clamp", "Tensor", 1, AtenArgument.Of(a), AtenArgument.Some(AtenArgument.Of(low)),
                AtenArgument.None)[0].SameAs(a.maximum(low)));
        Assert.True(
            AtenDispatcher.Call("aten::dropout", "", 1, AtenArgument.Of(a), AtenArgument.Of(0.9), AtenArgument.Of(false))[0].SameAs(a));
    }

    [Fact]
    public void Several_outputs_come_back_in_order()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = rand(4, 6);
        Tensor[] found = AtenDispatcher.Call("aten::max", "dim", 2, AtenArgument.Of(a), AtenArgument.Of(1L), AtenArgument.Of(false));
        (Tensor values, Tensor indexes) = a.max(1);
        Assert.True(found[0].SameAs(values));
        Assert.True(found[1].SameAs(indexes));
    }

    [Fact]
    public void An_in_place_operator_changes_its_argument()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = zeros(3);
        AtenDispatcher.Call("aten::copy_", "", 1, AtenArgument.Of(a), AtenArgument.Of(ones(3)), AtenArgument.Of(false));
        Assert.Equal([1f, 1f, 1f], a.data<float>().ToArray());
    }

    [Fact]
    public void An_unknown_operator_and_a_wrong_shape_throw()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = rand(3, 4);

        // libtorch reports the reason on standard error only.
        AssertRefused(
            "Could not find schema for aten::no_such_operator",
            () => AtenDispatcher.Call("aten::no_such_operator", "", 1, AtenArgument.Of(1L)));
        AssertRefused(
            "shapes cannot be multiplied (3x4 and 3x4)",
            () => AtenDispatcher.Call("aten::mm", "", 1, AtenArgument.Of(a), AtenArgument.Of(a)));

        static void AssertRefused(string reason, Action call) =>
            Assert.Contains(reason, NativeErrors.Of(() => Assert.Throws<InvalidOperationException>(call)), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_and_outputs_are_released()
    {
        const int size = 1 << 20, rounds = 256;
        using Process self = Process.GetCurrentProcess();
        long before = self.WorkingSet64;
        for (int i = 0; i < rounds; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor a = ones(size), b = ones(size);
            AtenDispatcher.Call("aten::mul", "Tensor", 1, AtenArgument.Of(a), AtenArgument.Of(b));
            AtenDispatcher.Call("aten::cat", "", 1, AtenArgument.Of([a, b]), AtenArgument.Of(0L));
            AtenDispatcher.Call("aten::clamp", "Tensor", 1, AtenArgument.Of(a), AtenArgument.Some(AtenArgument.Of(b)), AtenArgument.None);
        }

        self.Refresh();
        Assert.InRange(self.WorkingSet64 - before, long.MinValue, (long)size * sizeof(float) * rounds / 4);
    }
}
