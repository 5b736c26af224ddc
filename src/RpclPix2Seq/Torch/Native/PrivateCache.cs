using System.Runtime.Versioning;
using System.Security.Cryptography;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Torch.Native;

/// <summary>
/// A folder of the current user to which a library can be written and from which it can be loaded. No other user may be able to add or
/// replace a file there, or that user's code would run in this process.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class PrivateCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folders to try, best first: <c>$XDG_CACHE_HOME</c>, <c>~/.cache</c>, the temporary folder.</summary>
    public static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache))
            yield return Path.Combine(cache, "rpcl-pix2seq");
        else if (Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home && Path.IsPathRooted(home))
            yield return Path.Combine(home, ".cache", "rpcl-pix2seq");
        yield return Path.Combine(Path.GetTempPath(), $"rpcl-pix2seq-{LibC.EffectiveUser()}");
    }

    /// <summary>
    /// The path of a file in <paramref name="folder"/> that holds exactly <paramref name="bytes"/>; written if it is not there yet. The
    /// name contains the hash of the content and the file is put in place by renaming, so any number of processes may do this at once.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be created or written, or another user could change it.</exception>
    public static string Store(string folder, string name, byte[] bytes)
    {
        try
        {
            folder = Path.GetFullPath(folder);
            Directory.CreateDirectory(folder, OwnerOnly);
            if (WhyUnsafe(folder, LibC.EffectiveUser()) is { } reason)
                throw new InputException(
                    folder, "", "a folder that only this user can change", reason, "set XDG_CACHE_HOME to another folder");
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
            string path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(name)}-{hash}{Path.GetExtension(name)}");
            if (!Holds(path, bytes))
                AtomicFile.WriteAllBytes(path, bytes);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                folder, "", "a folder that can be written", e.Message, "set XDG_CACHE_HOME to a folder that can be written", e);
        }
    }

    /// <summary>
    /// Why a user other than <paramref name="user"/> (and root) could change the files in <paramref name="folder"/>; null if none could.
    /// </summary>
    public static string? WhyUnsafe(string folder, uint user)
    {
        if (LibC.StatusOf(folder) is not { IsFolder: true } own)
            return "no folder, or a link";
        if (own.Owner != user)
            return $"one that belongs to user {own.Owner}";
        if ((own.Mode & 0b000_010_010) != 0)
            return "one that others may write to (fix: chmod go-w)";
        // Parent folders are checked with links resolved: whoever can replace a parent folder can replace this one.
        for (DirectoryInfo? above = RealParent(folder); above is not null; above = above.Parent)
        {
            if (LibC.StatusOf(above.FullName) is not { IsFolder: true } status)
                return $"one below {above.FullName}, which is not a folder";
            if ((status.Owner != user && status.Owner != 0) || status.OthersMayReplace)
                return $"one below {above.FullName}, which other users may change";
        }

        return null;
    }

    private static DirectoryInfo? RealParent(string folder)
    {
        string real = Path.GetPathRoot(folder)!;
        foreach (string part in Path.GetDirectoryName(folder)!.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }

        return new DirectoryInfo(real);
    }

    private static bool Holds(string path, byte[] bytes)
    {
        FileInfo file = new(path);
        return file.Exists && file.LinkTarget is null && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan()
            .SequenceEqual(bytes);
    }
}
