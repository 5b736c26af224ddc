using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Finds this application's native libraries and tells which are loaded.</summary>
internal static class NativeLibraries
{
    /// <summary>The environment variable that names the lib folder of a libtorch to use instead of the application's own.</summary>
    public const string FolderVariable = "RPCL_LIBTORCH";

    /// <summary>
    /// The full path of the first file called <paramref name="name"/> in the folders that the .NET host and the packages use; null if none.
    /// </summary>
    public static string? Find(string name)
    {
        foreach (string folder in Folders())
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>
    /// The path of a library mapped into this process whose file name starts with <paramref name="prefix"/>; null if none is.
    /// </summary>
    public static string? LoadedPath(string prefix)
    {
        const string maps = "/proc/self/maps";
        if (!File.Exists(maps))
            return null;
        foreach (string line in File.ReadLines(maps))
        {
            int start = line.IndexOf('/');
            if (start >= 0 && Path.GetFileName(line.AsSpan(start)).StartsWith(prefix, StringComparison.Ordinal))
                return line[start..];
        }

        return null;
    }

    /// <summary>Finds entry points in <paramref name="library"/> or in its dependencies; false if one is missing.</summary>
    public static bool TryExports(nint library, out nint[] addresses, params ReadOnlySpan<string> names)
    {
        addresses = new nint[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (!NativeLibrary.TryGetExport(library, names[i], out addresses[i]))
                return false;
        }

        return true;
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty in a single-file program, which the other folders serve.")]
    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            yield return named;
        string fromPackages = Path.Combine("runtimes", "linux-x64", "native");
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string probed)
        {
            foreach (string folder in probed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return folder;
        }

        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, fromPackages);
        string? besideTorchSharp = Path.GetDirectoryName(typeof(TorchSharp.torch).Assembly.Location);
        if (string.IsNullOrEmpty(besideTorchSharp))
            yield break;
        yield return besideTorchSharp;
        yield return Path.Combine(besideTorchSharp, fromPackages);
    }
}
