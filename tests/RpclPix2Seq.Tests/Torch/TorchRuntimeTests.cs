using RpclPix2Seq.Torch;
using TorchSharp;

namespace RpclPix2Seq.Tests.Torch;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Loading_again_from_many_threads_does_nothing_more()
    {
        Parallel.For(0, 8, _ => TorchRuntime.EnsureLoaded());
        Assert.True(TorchRuntime.IsLoaded);
        Assert.Equal(1, torch.get_num_threads());
    }

    [Fact]
    public void The_wait_policy_cannot_change_once_torch_is_loaded()
    {
        WaitPolicy other = TorchRuntime.EffectiveWaitPolicy == WaitPolicy.Active ? WaitPolicy.Passive : WaitPolicy.Active;
        Assert.SkipWhen(other == WaitPolicy.Active, "OMP_WAIT_POLICY is set outside: active then leaves it alone");
        InputException error = Assert.Throws<InputException>(
            () => TorchRuntime.Configure(new TorchRuntimeOptions { Threads = 1, WaitPolicy = other }));
        Assert.StartsWith("wait_policy: expected ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_can_change()
    {
        TorchRuntimeOptions before = TorchRuntime.Options!;
        try
        {
            TorchRuntime.Configure(before with { Threads = 3 });
            Assert.Equal(3, torch.get_num_threads());
        }
        finally
        {
            TorchRuntime.Configure(before);
        }

        Assert.Equal(1, torch.get_num_threads());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Threads_out_of_range_are_refused(int threads) =>
        Assert.Contains(
            $"{threads}",
            Assert.Throws<InputException>(() => TorchRuntime.Configure(new TorchRuntimeOptions { Threads = threads })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_description_is_complete()
    {
        TorchDescription found = TorchRuntime.Describe();
        Assert.True(found.IsUsable);
        Assert.StartsWith("0.107", found.TorchSharpVersion, StringComparison.Ordinal);
        Assert.StartsWith("2.10", found.LibTorchVersion, StringComparison.Ordinal);
        Assert.True(File.Exists(found.LibTorchPath));
        Assert.True(File.Exists(found.NativePath));
        Assert.StartsWith("GLIBCXX_3.4", found.CxxRuntime, StringComparison.Ordinal);
        Assert.Equal("cpu", found.Devices[0]);
        Assert.Equal(1, found.Threads);
        Assert.Equal(Environment.ProcessorCount, found.Cores);
        Assert.InRange(found.MemoryAvailableBytes, 1, found.MemoryTotalBytes);
        Assert.NotEqual("unknown", found.Processor);
    }
}
