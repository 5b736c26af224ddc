using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Torch;

/// <summary>Captures what libtorch itself writes to standard error, bypassing the runtime.</summary>
internal static partial class NativeErrors
{
    private const int StandardError = 2;

    /// <summary>Runs <paramref name="act"/>; returns what was written meanwhile, and does not pass it on.</summary>
    public static string Of(Action act)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such file descriptors");
        using TemporaryFolder folder = new();
        string path = folder.File("errors");
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            int kept = Duplicate(StandardError);
            Assert.True(kept >= 0 && Replace((int)file.DangerousGetHandle(), StandardError) >= 0);
            try
            {
                act();
            }
            finally
            {
                _ = Replace(kept, StandardError);
                _ = Close(kept);
            }
        }

        return File.ReadAllText(path);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Replace(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
