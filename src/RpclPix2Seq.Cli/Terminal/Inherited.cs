using System.Runtime.InteropServices;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>What this process got from the one that started it, as far as .NET does not say.</summary>
internal static partial class Inherited
{
    private const int Hangup = 1, GetDescriptorFlags = 1, LongestAction = 64;
    private const nint Ignore = 1;

    /// <summary>Whether a hang-up is ignored, as below nohup. .NET would listen to it all the same.</summary>
    public static bool IgnoresHangup
    {
        get
        {
            // The handler comes first in the structure on every system, and no system has a larger one.
            Span<nint> action = stackalloc nint[LongestAction];
            return !OperatingSystem.IsWindows() && GetAction(Hangup, 0, ref action[0]) == 0 && action[0] == Ignore;
        }
    }

    /// <summary>
    /// Whether a standard descriptor was open at the start. The runtime opens files of its own, which take the places of those that were closed; they close on exec, and nothing inherited does.
    /// </summary>
    public static bool IsOpen(int descriptor) => OperatingSystem.IsWindows() || GetFlags(descriptor, GetDescriptorFlags) == 0;

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint action, ref nint old);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);
}
