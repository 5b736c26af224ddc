using System.Runtime.InteropServices;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// Lets handlers of signals run on the alternate stacks that .NET gives its threads. oneDNN's matrix products of many terms point the
/// stack pointer into an array on the heap; when a signal (Ctrl-C, Ctrl-Z and fg, a resized terminal, a child that ended) interrupts one,
/// the system saves the thread's state, some 3 KB, below that address: in memory of others, if the handler uses the current stack.
/// </summary>
internal static unsafe partial class SignalStacks
{
    // Realtime signals are .NET's own, which it does not send to threads outside of managed code.
    private const int Largest = 31;
    private const int OnAlternateStack = 0x08000000;
    private const nint Ignored = 1; // 0 is the system's own answer

    /// <summary>Signals whose handlers use the stack of the interrupted thread.</summary>
    public static IEnumerable<int> Others() =>
        OperatingSystem.IsLinux() ? Enumerable.Range(1, Largest).Where(signal => Read(signal) is { IsElsewhere: true }) : [];

    /// <summary>Moves them to the alternate stack. Handlers that are installed later are not moved: may be called at any time.</summary>
    public static void Use()
    {
        foreach (int signal in Others())
        {
            Disposition found = Read(signal)!.Value;
            found.Flags |= OnAlternateStack;
            _ = Change(signal, &found, null);
        }
    }

    private static Disposition? Read(int signal)
    {
        Disposition found;
        return Change(signal, null, &found) == 0 ? found : null;
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int Change(int signal, Disposition* changed, Disposition* found);

    /// <summary>struct sigaction of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Disposition
    {
        public nint Handler;
        public fixed ulong Mask[16];
        public int Flags;
        public nint Restorer;

        public readonly bool IsElsewhere => Handler > Ignored && (Flags & OnAlternateStack) == 0;
    }
}
