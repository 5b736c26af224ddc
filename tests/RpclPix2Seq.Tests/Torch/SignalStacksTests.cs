using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

[UnsupportedOSPlatform("windows")]
public sealed partial class SignalStacksTests
{
    private const int Continue = 18;

    [Fact]
    public void Handlers_run_on_alternate_stacks_once_torch_is_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals of Linux");
        using PosixSignalRegistration resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => { });
        TorchRuntime.EnsureLoaded();
        Assert.Empty(SignalStacks.Others());
    }

    // Without alternate stacks, this ends the process: the filter's gradient is a product of 71·71 terms.
    [Fact]
    public void A_signal_within_a_product_leaves_the_heap_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals of Linux");
        using PosixSignalRegistration continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => { });
        TorchRuntime.EnsureLoaded();
        int process = Environment.ProcessId, computing = ThreadId(), sent = 0;
        bool ends = false;
        Thread sender = new(() =>
        {
            for (; !Volatile.Read(ref ends); sent++)
            {
                Assert.Equal(0, Send(process, computing, Continue));
                Thread.Sleep(TimeSpan.FromMicroseconds(200));
            }
        });
        sender.Start();
        try
        {
            using IDisposable scope = NewDisposeScope();
            using Tensor pictures = ones([16, 1, 225, 225]), filters = ones([64, 1, 15, 15]).requires_grad_();
            Stopwatch clock = Stopwatch.StartNew();
            for (int i = 0; i < 3 || clock.ElapsedMilliseconds < 2000 || Volatile.Read(ref sent) <= 100; i++)
            {
                using IDisposable step = NewDisposeScope();
                nn.functional.conv2d(pictures, filters, strides: [3L, 3L]).sum().backward();
                Assert.Equal(71 * 71 * 16, filters.grad!.max().item<float>());
                filters.grad.zero_();
            }
        }
        finally
        {
            Volatile.Write(ref ends, true);
            sender.Join();
        }

        Assert.True(sent > 100, $"{sent} signals");
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "tgkill")]
    private static partial int Send(int process, int thread, int signal);
}
