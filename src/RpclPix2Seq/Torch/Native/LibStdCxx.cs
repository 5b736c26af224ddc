using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Torch.Native;

/// <summary>The C++ runtime that the dynamic loader gives this process.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Versions">The symbol versions it offers.</param>
internal sealed record LibStdCxx(string Path, IReadOnlyList<string> Versions)
{
    public const string FileName = "libstdc++.so.6";
    private const string Prefix = "GLIBCXX_";

    /// <summary>Loads it, as any C++ library would, and reads its versions from the file it was loaded from.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static LibStdCxx Load()
    {
        const string remedy = "run: apt-get install -y libstdc++6";
        if (!NativeLibrary.TryLoad(FileName, out _))
            throw new InputException(FileName, "", "the C++ runtime", "none", remedy);
        string path = NativeLibraries.LoadedPath("libstdc++.so.6") ?? throw new InputException(FileName, "", "its file in /proc/self/maps", "none", remedy);
        return new LibStdCxx(path, new ElfImage(path, File.ReadAllBytes(path)).Definitions);
    }

    /// <summary>The newest <c>GLIBCXX_</c> version among <paramref name="versions"/>, or "none".</summary>
    public static string Newest(IEnumerable<string> versions) =>
        versions.Where(v => v.StartsWith(Prefix, StringComparison.Ordinal) && Version.TryParse(v[Prefix.Length..], out _))
            .MaxBy(v => Version.Parse(v[Prefix.Length..])) ?? "none";
}
