using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// Loads TorchSharp's native half on systems whose C++ runtime is older than the one it was linked with. Its only requirement of the newest
/// version is a symbol that nothing refers to, so a copy in which that requirement is marked weak loads and behaves like the original.
/// </summary>
internal static class TorchLoader
{
    /// <summary>How the library was loaded.</summary>
    /// <param name="Handle">The loaded library.</param>
    /// <param name="LibTorch">libtorch itself, for entry points that TorchSharp does not wrap.</param>
    /// <param name="OriginalPath">The file in the application's folder.</param>
    /// <param name="LoadedPath">The file that was loaded: the original or its patched copy.</param>
    public sealed record Outcome(nint Handle, nint LibTorch, string OriginalPath, string LoadedPath)
    {
        public bool IsPatched => LoadedPath != OriginalPath;
    }

    private const string FileName = "libLibTorchSharp.so";
    private const string Restore = "run: dotnet restore --force";
    private static readonly Lock Gate = new();
    private static Outcome? Reached;

    /// <summary>The result of <see cref="Load"/>; null until it has succeeded.</summary>
    public static Outcome? Result => Volatile.Read(ref Reached);

    /// <summary>Whether <paramref name="name"/> is the name by which .NET code requests TorchSharp's native library.</summary>
    public static bool IsTorchSharp(string name) => name is "LibTorchSharp" or "libLibTorchSharp" or FileName;

    /// <summary>Loads libtorch and TorchSharp's native library, once; later calls return the first result.</summary>
    /// <exception cref="InputException">This system cannot run it; the message says why.</exception>
    public static Outcome Load()
    {
        if (Result is { } known)
            return known;
        lock (Gate)
        {
            return Reached ??= LoadOnce();
        }
    }

    /// <summary>
    /// The versions that <paramref name="library"/> requires of the C++ runtime and that <paramref name="offered"/> lacks. If empty, the
    /// original loads as it is.
    /// </summary>
    /// <exception cref="InputException">It uses symbols of a missing version: patching does not help.</exception>
    public static IReadOnlyList<VersionNeed> Missing(string path, ElfImage library, IReadOnlyCollection<string> offered)
    {
        List<VersionNeed> missing =
            [.. library.Needs.Where(need => need is { Library: LibStdCxx.FileName, IsWeak: false } && !offered.Contains(need.Version))];
        foreach (VersionNeed need in missing)
        {
            if (library.ReferencedSymbols(need) is { Count: > 0 } used)
            {
                throw new InputException(
                    path, need.Version, $"a C++ runtime with {used[0]}", $"{LibStdCxx.FileName} up to {LibStdCxx.Newest(offered)}",
                    "this system is too old: use Debian 12, Ubuntu 22.04 or newer");
            }
        }

        return missing;
    }

    private static Outcome LoadOnce()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new InputException(
                "torch", "", "Linux on x86-64", $"{RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}",
                "run it there, in a container for example");
        }

        if (LibC.GnuVersion() is null)
            throw new InputException(
                "torch", "", "the GNU C library", "another one", "use a system such as Debian 12 instead of one with musl");
        string original = NativeLibraries.Find(FileName)
            ?? throw new InputException(FileName, "", "the file in the application's folder", "none", Restore);
        ElfImage image = new(original, File.ReadAllBytes(original));
        IReadOnlyList<VersionNeed> missing = Missing(original, image, LibStdCxx.Load().Versions);
        // The copy is in a different folder from libtorch, so its dependencies must be loaded first; the loader then finds them by name.
        QuietLog(OpenNamed("libc10.so"));
        nint torch = OpenNamed("libtorch_cpu.so");
        OpenNamed("libtorch.so");
        foreach (string device in (string[])["libc10_cuda.so", "libtorch_cuda.so"])
        {
            if (NativeLibraries.Find(device) is { } path)
                Open(path);
        }

        return missing.Count == 0
            ? new Outcome(Open(original), torch, original, original)
            : LoadPatched(torch, original, image.WithWeak(missing));
    }

    /// <summary>
    /// Without this, libtorch warns on standard error, at every convolution, about an optional feature that a processor lacks. Errors are
    /// still shown, and the environment can request more output.
    /// </summary>
    private static unsafe void QuietLog(nint core)
    {
        const string level = "TORCH_CPP_LOG_LEVEL", readLevel = "_ZN3c1011initLoggingEv";
        if (LibC.GetVariable(level) is null)
            LibC.SetVariable(level, "ERROR");
        if (NativeLibrary.TryGetExport(core, readLevel, out nint read))
            ((delegate* unmanaged<void>)read)();
    }

    [SupportedOSPlatform("linux")]
    private static Outcome LoadPatched(nint torch, string original, byte[] patched)
    {
        List<InputException> failures = [];
        foreach (string folder in PrivateCache.Candidates())
        {
            try
            {
                string path = PrivateCache.Store(folder, FileName, patched);
                return new Outcome(Open(path), torch, original, path);
            }
            catch (InputException e)
            {
                failures.Add(e);
            }
        }

        throw new InputException(
            FileName, "", "a private folder to keep its patched copy in", string.Join(" | ", failures.Select(e => e.Message)),
            "run: export XDG_CACHE_HOME=\"$(mktemp -d)\" (or another folder of your own from which programs may run)");
    }

    private static nint OpenNamed(string name)
    {
        if (Environment.GetEnvironmentVariable(NativeLibraries.FolderVariable) is { Length: > 0 } folder
            && !File.Exists(Path.Combine(folder, name)))
            throw new InputException(
                NativeLibraries.FolderVariable, "", $"the lib folder of a libtorch, with {name} in it", folder,
                "unset it, or name another folder");
        return Open(NativeLibraries.Find(name) ?? name);
    }

    private static nint Open(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InputException(path, "", "a native library that loads", e.Message.Split('\n')[0], Restore, e);
        }
    }
}

/// <summary>Registers how TorchSharp's native library is found, before any code of this assembly runs.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage(
        "Usage", "CA2255",
        Justification = "Users of the library must not have to think of it, and it only registers a handler: nothing is loaded.")]
    internal static void Register() =>
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => TorchLoader.IsTorchSharp(name) ? TorchLoader.Load().Handle : 0;
}

/// <summary>The C++ runtime that the dynamic loader gives this process.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Versions">The symbol versions it offers.</param>
internal sealed record LibStdCxx(string Path, IReadOnlyList<string> Versions)
{
    public const string FileName = "libstdc++.so.6";
    private const string Prefix = "GLIBCXX_";

    /// <summary>Loads it as any C++ library would, and reads its versions from its file.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static LibStdCxx Load()
    {
        const string remedy = "run: apt-get install -y libstdc++6";
        if (!NativeLibrary.TryLoad(FileName, out _))
            throw new InputException(FileName, "", "the C++ runtime", "none", remedy);
        string path = NativeLibraries.LoadedPath("libstdc++.so.6")
            ?? throw new InputException(FileName, "", "its file in /proc/self/maps", "none", remedy);
        return new LibStdCxx(path, new ElfImage(path, File.ReadAllBytes(path)).Definitions);
    }

    /// <summary>The newest <c>GLIBCXX_</c> version among <paramref name="versions"/>, or "none".</summary>
    public static string Newest(IEnumerable<string> versions) =>
        versions.Where(v => v.StartsWith(Prefix, StringComparison.Ordinal) && Version.TryParse(v[Prefix.Length..], out _))
            .MaxBy(v => Version.Parse(v[Prefix.Length..])) ?? "none";
}
