using System.Runtime.InteropServices;

namespace RpclPix2Seq.Torch.Native;

/// <summary>The few calls into the C library for which .NET has no equivalent.</summary>
internal static unsafe partial class LibC
{
    private const int CurrentFolder = -100, DoNotFollowLinks = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int TrimThreshold = -1, TopPad = -2, MaximumMaps = -4, TopPadBytes = 64 << 20;
    private const int StatxSize = 256, StatxOwner = 20, StatxMode = 28;

    /// <summary>The type, owner and permissions of a file.</summary>
    public readonly record struct Status(uint Owner, int Mode)
    {
        public bool IsFolder => (Mode & 0xf000) == 0x4000;

        /// <summary>
        /// Whether users other than the owner may replace files in this folder: they may write to it and it is not sticky.
        /// </summary>
        public bool OthersMayReplace => (Mode & 0b000_010_010) != 0 && (Mode & 0x200) == 0;
    }

    /// <summary>
    /// Sets a variable in the environment that native libraries see. <see cref="Environment.SetEnvironmentVariable(string, string?)"/>
    /// changes only .NET's own copy.
    /// </summary>
    public static bool SetVariable(string name, string value) => SetEnv(name, value, 1) == 0;

    /// <summary>Removes a variable from the environment that native libraries see.</summary>
    public static void ClearVariable(string name) => UnsetEnv(name);

    /// <summary>A variable of the environment that native libraries see, or null.</summary>
    public static string? GetVariable(string name) => Marshal.PtrToStringUTF8(GetEnv(name));

    /// <summary>The user this process acts as.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>The version of the GNU C library, or null if the C library is a different one.</summary>
    public static string? GnuVersion()
    {
        try
        {
            return Marshal.PtrToStringUTF8(GetLibcVersion());
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes the memory allocator keep freed memory instead of returning it to the system: large tensors come and go at every step, and
    /// getting their pages again would take longer than many of the operators that fill them.
    /// </summary>
    public static void KeepFreedMemory()
    {
        try
        {
            _ = MallocOption(MaximumMaps, 0);
            _ = MallocOption(TrimThreshold, int.MaxValue);
            _ = MallocOption(TopPad, TopPadBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // A different C library, with its own interface.
        }
    }

    /// <summary>The status of <paramref name="path"/> itself, not of a link's target; null if it does not exist.</summary>
    public static Status? StatusOf(string path)
    {
        byte* buffer = stackalloc byte[StatxSize];
        return Statx(CurrentFolder, path, DoNotFollowLinks, TypeModeAndOwner, buffer) == 0
            ? new Status(*(uint*)(buffer + StatxOwner), *(ushort*)(buffer + StatxMode))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnv(string name);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnv(string name);

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GetLibcVersion();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
